import { owedBy } from "./owed.js";

owedBy("distribution");
