import "./styles/index.css";
import { start } from "./shell/app.js";

start(document.querySelector<HTMLElement>("#app")!);
