import { z } from "zod";
import { described } from "../given.js";
import type { Prepared } from "../run/prepared.js";

const floats = z.custom<Float32Array | Float64Array>((x) => x instanceof Float32Array || x instanceof Float64Array);

const preparedSchema = z.object({
  key: z.string(),
  checked: z.array(z.string()),
  values: z.array(
    z
      .object({ fingerprint: z.string(), shape: z.array(z.number().int().nonnegative()), data: floats })
      .refine(({ shape, data }) => data.length === shape.reduce((a, b) => a * b, 1)),
  ),
});

/** What `prepared` gave in another thread. @throws {TypeError} when it is something else, or its buffers have been transferred away. */
export function readPrepared(given: unknown): Prepared {
  const result = preparedSchema.safeParse(given);
  if (result.success) return given as Prepared;
  const path = result.error.issues[0]!.path.join(".");
  throw new TypeError(
    `\`admit\` was given ${path ? `something whose \`${path}\` is not what \`prepared\` makes` : described(given)}: give what \`await loss.prepared(batch)\` returned, as it came from the other thread (\`postMessage\` keeps its arrays, JSON does not).`,
  );
}
