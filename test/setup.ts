import fc from "fast-check";

/** Property tests try the same inputs each time, so that a red run can be repeated; FC_SEED=random (or a number) tries others. */
const { FC_SEED } = process.env;
if (FC_SEED !== "random") fc.configureGlobal({ seed: FC_SEED === undefined ? 1904 : Number(FC_SEED) });
