import { owedBy } from "./owed.js";

owedBy("region");
