import { owedBy } from "./owed.js";

owedBy("topology", "annotation");
