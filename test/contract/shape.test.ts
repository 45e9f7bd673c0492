import { owedBy } from "./owed.js";

owedBy("boundary", "contour");
