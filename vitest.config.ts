import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";
import { globsOf, type Part } from "./test/parts.js";

/** Suites over the whole library take minutes, whatever the size of their files: they begin first, so that all cores are busy to the end. */
const long =
  /test\/(contract\/(distribution|region|shape|structure)|oracle|numerics|real|browser\/playground|backends\/webgpu)/;

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const isLong = ({ moduleId }: TestSpecification) => long.test(moduleId);
    return [...sorted.filter(isLong), ...sorted.filter((file) => !isLong(file))];
  }
}

const project = (name: Part) => ({
  extends: true as const,
  test: { name, ...globsOf(name), isolate: name !== "unit" },
});

export default defineConfig({
  test: {
    projects: [project("unit"), project("library"), project("browser")],
    setupFiles: ["test/setup.ts"],
    testTimeout: 30_000,
    // What a page does is waited for: on a busy machine that may take a while.
    expect: { poll: { timeout: 20_000 } },
    pool: "forks",
    maxWorkers: "100%",
    sequence: { sequencer: LongestFirst },
  },
});
