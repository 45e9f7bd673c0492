import { Failure, type Host } from "../host.js";
import type { System } from "../system.js";

/** A step of a workload in PyTorch. */
export interface PeerTiming {
  readonly workload: string;
  /** `pytorch 2.1.0` */
  readonly peer: string;
  readonly threads: number;
  readonly ms_median: number;
  readonly ms_min: number;
  readonly runs: number;
}

export interface PeerFlags {
  readonly peerScript?: string;
  readonly python?: string;
  readonly threads: number;
}

/** A peer's programs, one process for each workload. */
export interface Peer {
  /** Nothing where the peer lacks a package for it, or does not know it. */
  time(workload: string): Promise<PeerTiming | undefined>;
}

/** Where the peers' programs lie beside a checkout of losslang. */
const usualScript = "../shared/reference/bench/torch_peer.py";

const pythons = ["python3", "/usr/bin/python3"];

/** The peer, or a sentence that says why there is none. @throws {Failure} if what was named by a flag is not there. */
export async function peerOf(flags: PeerFlags, { system: machine, exists }: Host): Promise<Peer | string> {
  const named = flags.peerScript ?? machine.variable("LOSSLANG_TORCH_PEER");
  const script = named ?? machine.beside(usualScript);
  if (!exists(script)) {
    if (named !== undefined) throw new Failure(`There is no \`${named}\`.`, "name torch_peer.py by --peer-script");
    return "PyTorch is not compared with: name torch_peer.py by --peer-script or LOSSLANG_TORCH_PEER.";
  }
  const python = await pythonWithTorch(flags.python === undefined ? pythons : [flags.python], machine);
  if (python !== undefined) return { time: (workload) => time(workload, script, python, flags.threads, machine) };
  if (flags.python !== undefined)
    throw new Failure(
      `\`${flags.python}\` cannot import torch.`,
      "install PyTorch for it, or name another by --python",
    );
  return "PyTorch is not compared with: no Python here can import torch (Debian: python3-torch python3-scipy python3-gudhi); name one by --python.";
}

async function pythonWithTorch(candidates: readonly string[], machine: System): Promise<string | undefined> {
  for (const python of candidates) if ((await machine.run(python, ["-c", "import torch"]))?.code === 0) return python;
  return undefined;
}

async function time(
  workload: string,
  script: string,
  python: string,
  threads: number,
  machine: System,
): Promise<PeerTiming | undefined> {
  const ran = await machine.run(python, [script, workload, "--threads", String(threads)]);
  return ran?.code === 0 ? timingIn(ran.out, workload) : undefined;
}

/** The line that tells of a workload, among whatever else was printed. */
function timingIn(text: string, workload: string): PeerTiming | undefined {
  for (const line of text.split("\n")) {
    if (!line.startsWith("{")) continue;
    const said = JSON.parse(line) as Partial<PeerTiming>;
    if (said.workload === workload && typeof said.ms_median === "number") return said as PeerTiming;
  }
  return undefined;
}
