"""One experiment of `tuiyan`, spread over Ray's workers and merged: docs/experiments.md, "On a cluster: Ray".

    python spread.py EXPERIMENT SHARDS RESULT [--check] [--kill]

--check  runs the experiment undivided too, and says whether the results are the same, byte for byte
--kill   kills one worker on this machine half-way (kill -9), to see what that costs
"""

import collections, os, signal, subprocess, sys, time
from pathlib import Path

import ray


def tuiyan(*words, **more):
    subprocess.run(["tuiyan", *map(str, words)], check=True, stdout=subprocess.DEVNULL, **more)


# A worker that dies is replaced and its shard is run again, up to three times. A shard's file is there whole or not at all.
@ray.remote(num_cpus=1, max_retries=3)
def run_shard(experiment, share, out, here):
    with open(out.parent / "begun", "a") as begun:
        begun.write(f"{out.name} {os.getpid()}\n")
    one_core = {**os.environ, "RAYON_NUM_THREADS": "1"}
    tuiyan("experiment", experiment, "--shard", share, "--out", out, cwd=here, env=one_core)
    return out


def main(experiment, shards, result, check=False, kill=False):
    here, result = Path.cwd(), Path(result).absolute()
    # Where all workers can write: on a cluster a folder that its machines share.
    folder = Path(f"{result}.shards")
    folder.mkdir()
    begun = folder / "begun"
    begun.touch()
    ray.init()
    numbers = range(1, int(shards) + 1)
    tasks = [run_shard.remote(experiment, f"{n}/{shards}", folder / f"{n}.json", here) for n in numbers]
    if kill:
        while not (first := begun.read_text().split()[:2]):
            time.sleep(0.1)
        time.sleep(1)
        os.kill(int(first[1]), signal.SIGKILL)
        print(f"killed worker {first[1]}, which was at {first[0]}")
    tuiyan("merge", *ray.get(tasks), "--out", result)
    times = collections.Counter(line.split()[0] for line in begun.read_text().splitlines())
    again = ", ".join(name for name, count in times.items() if count > 1)
    print(f"{shards} shards merged into {result.name}; run again: {again or 'none'}")
    if check:
        tuiyan("experiment", experiment, "--out", folder / "whole.json")
        same = (folder / "whole.json").read_bytes() == result.read_bytes()
        print("the same as undivided, byte for byte" if same else "NOT the same as undivided")
        sys.exit(not same)


if __name__ == "__main__":
    words = [it for it in sys.argv[1:] if not it.startswith("--")]
    main(*words, check="--check" in sys.argv, kill="--kill" in sys.argv)
