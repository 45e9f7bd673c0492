import { describe, expect, it } from "vitest";
import { backendChoices } from "../../src/backends/catalog.js";
import { runCommandLine } from "../../src/cli/commands/program.js";
import { memoryHost } from "./memory-host.js";

const commands = ["init", "check", "docs", "fmt", "plot", "explain", "eval", "gradcheck", "bench", "train"];

describe("without a command", () => {
  it("shows the three lines that help most", async () => {
    const host = memoryHost();
    expect(await runCommandLine([], host)).toBe(0);
    expect(host.printed().match(/^ {2}losslang .*$/gm)).toHaveLength(3);
    expect(host.printed()).toContain("`losslang --help`");
    expect(host.complained()).toBe("");
  });
});

describe("help", () => {
  it("lists every command", async () => {
    const host = memoryHost();
    expect(await runCommandLine(["--help"], host)).toBe(0);
    for (const command of commands) expect(host.printed()).toMatch(new RegExp(`^ {2}${command} `, "m"));
    expect(host.complained()).toBe("");
  });

  it.each(commands)("of %s teaches by example", async (command) => {
    const [host, other] = [memoryHost(), memoryHost()];
    expect(await runCommandLine([command, "--help"], host)).toBe(0);
    expect(await runCommandLine(["help", command], other)).toBe(0);
    expect(other.printed()).toBe(host.printed());
    expect(host.printed()).toMatch(new RegExp(`Examples:\\n(.*\\n)*? {2}losslang ${command}`));
    expect(host.complained()).toBe("");
  });

  it("tells the version", async () => {
    const host = memoryHost();
    expect(await runCommandLine(["--version"], host)).toBe(0);
    expect(host.printed()).toBe("9.9.9\n");
  });
});

/** What a person may get wrong before any program is looked at: each a sentence, exit code 2, nothing on standard output. */
describe("wrong use", () => {
  const npy = ["--prediction", "p.npy", "--target", "t.npy"];
  it.each<[string[], RegExp]>([
    [["chek"], /unknown command 'chek'\s+Did you mean `check`\?/],
    [["check", "--jsn", "a.loss"], /unknown option '--jsn'\s+Did you mean `--json`\?/],
    [["check"], /No specification was given\.\nHint: name a \.loss file/],
    [["check", "none.loss"], /I cannot read `none\.loss`: there is no such file/],
    [["check", "a.loss", "-e", "dice"], /Both a file and `-e` were given/],
    [["check", "-e", "dice", "--task", "{classes"], /`--task` is not JSON: .*\nHint: write it like/],
    [["check", "-e", "dice", "--task", "[1]"], /`--task` is not a JSON object/],
    [["check", "-e", "dice", "--set", "late"], /--set.*must be a name, `=` and a value: late=epoch60/],
    [["check", "-e", "dice", "--epochs", "many"], /--epochs.*whole number/],
    [["check", "-e", "dice", "--epochs", "0"], /--epochs.*whole number/],
    [["explain", "-e", "dice", "--shape", "4,4"], /--shape.*batch, height, width, classes/],
    [["explain", "-e", "dice", "--shape", "1,-4,4,1"], /--shape.*batch, height, width, classes/],
    [["explain", "-e", "dice", "--view", "picture"], /--view.*meaning, graph, passes, kernels, dot, json/],
    [
      ["explain", "L999"],
      /There is no diagnostic with the code `L999`\.\nHint: codes are printed with each diagnostic/,
    ],
    [["plot", "-e", "dice"], /required option '-o, --out <file>' not specified/],
    [["fmt"], /missing required argument 'files'/],
    [["fmt", "-", "a.loss"], /Standard input `-` cannot be combined with files/],
    [["fmt", "none.loss"], /I cannot read `none\.loss`/],
    [["docs", "dize"], /There is no loss, recipe or chapter `dize`\.\nHint: did you mean `dice`/],
    [["docs", "dice", "ce"], /too many arguments/],
    [["init", "there.loss"], /`there\.loss` exists already\.\nHint: name another file, or add --force/],
    [["eval", "-e", "dice"], /required option '--prediction <file>' not specified/],
    [["eval", "-e", "dice", "--prediction", "p.npy"], /required option '--target <file>' not specified/],
    [["eval", "-e", "dice", ...npy, "--epoch", "-1"], /--epoch.*number of at least 0/],
    [["eval", "-e", "dice", ...npy, "--spacing", "1,0"], /--spacing.*positive numbers/],
    [["eval", "-e", "dice", ...npy, "--mask", "roi.npy"], /--mask.*roi=roi\.npy/],
    [["eval", "-e", "dice", ...npy, "--mask", "a=1.npy", "--mask", "a=2.npy"], /mask a was given twice/],
    [["eval", "-e", "dice", ...npy, "--backend", "gpu"], new RegExp(`--backend.*${backendChoices.join(", ")}`)],
    [["gradcheck", "-e", "dice", "--tolerance", "0"], /--tolerance.*positive number/],
    [["gradcheck", "-e", "dice", "--points", "1.5"], /--points.*whole number/],
  ])("%j", async (args, sentence) => {
    const host = memoryHost({ "a.loss": "dice", "there.loss": "dice" });
    const code = await runCommandLine(args, host);
    expect(host.complained()).toMatch(sentence);
    expect(host.complained()).toMatch(/^error: /);
    expect(host.complained()).not.toMatch(/\n\s+at |Error:/);
    expect(host.printed()).toBe("");
    expect(code).toBe(2);
  });

  it("shows where losslang itself fails only when asked", async () => {
    const broken = (debug: boolean) => {
      const host = memoryHost({ "a.loss": "dice" });
      return Object.assign(host, {
        debug,
        readText: () => {
          throw new TypeError("a bug");
        },
      });
    };
    const [quiet, loud] = [broken(false), broken(true)];
    expect(await runCommandLine(["check", "a.loss"], quiet)).toBe(2);
    expect(quiet.complained()).toMatch(/^error: Internal error in losslang: a bug\.\nHint: .*LOSSLANG_DEBUG=1/);
    expect(quiet.complained()).not.toMatch(/\n\s+at /);
    await runCommandLine(["check", "a.loss"], loud);
    expect(loud.complained()).toMatch(/TypeError: a bug\n\s+at /);
  });
});
