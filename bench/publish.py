#!/usr/bin/env python3
"""Publishes a site to an S3-compatible server on the loopback, beside `aws s3 sync` and `rclone sync`: first, and with one change.

    bench/publish.py --n 9000 --byline target/release/byline --server s3s-fs --aws aws --rclone rclone --work DIR

The server is s3s-fs (`cargo install --locked s3s-fs@0.14.1 --features binary`), aws comes from pip (awscli), rclone from Debian.
Each is timed as a user would call it; the site is built before, and byline looks whether it still is.
"""

import argparse
import os
import shutil
import socket
import statistics
import subprocess
import sys
import time


def main():
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--n", type=int, default=9000)
    arguments.add_argument("--runs", type=int, default=3)
    arguments.add_argument("--byline", default="target/release/byline")
    arguments.add_argument("--server", default="s3s-fs")
    arguments.add_argument("--aws", default="aws")
    arguments.add_argument("--rclone", default="rclone")
    arguments.add_argument("--work", required=True)
    options = arguments.parse_args()
    work, byline = os.path.abspath(options.work), os.path.abspath(options.byline)
    shutil.rmtree(work, ignore_errors=True)
    os.makedirs(work)
    site = os.path.join(work, "site")
    here = os.path.dirname(os.path.abspath(__file__))
    subprocess.run([sys.executable, os.path.join(here, "generate.py"), str(options.n), "--out", site], check=True, stdout=subprocess.DEVNULL)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    endpoint = f"http://127.0.0.1:{port}"
    buckets = os.path.join(work, "buckets")
    key = dict(AWS_ACCESS_KEY_ID="AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY="secret", AWS_DEFAULT_REGION="us-east-1", AWS_EC2_METADATA_DISABLED="true")
    environment = dict(os.environ, **key)
    # rclone refuses to begin where it is set, and nothing here is encrypted.
    environment.pop("AWS_CA_BUNDLE", None)
    with open(os.path.join(site, "byline.yaml"), "w") as file:
        file.write(f"title: The Herald\nurl: https://herald.example\npublish: {{live: {{to: 's3://byline?endpoint={endpoint}'}}}}\n")
    os.makedirs(buckets)
    server = subprocess.Popen([options.server, "--host", "127.0.0.1", "--port", str(port), "--access-key", "AKIDEXAMPLE", "--secret-key", "secret", buckets], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    public = os.path.join(site, "public")
    remote = f":s3,provider=Other,env_auth=true,endpoint='{endpoint}',region=us-east-1:"
    ways = {
        "byline publish": ("byline", [byline, "publish", "--root", site, "--yes"]),
        "aws s3 sync": ("aws", [options.aws, "s3", "sync", public, "s3://aws", "--endpoint-url", endpoint, "--delete", "--only-show-errors"]),
        "rclone sync": ("rclone", [options.rclone, "sync", public, remote + "rclone"]),
        "rclone sync, tuned": ("tuned", [options.rclone, "sync", public, remote + "tuned", "--fast-list", "--checksum", "--transfers", "32", "--checkers", "32"]),
    }
    ways = {name: way for name, way in ways.items() if shutil.which(way[1][0])}

    def timed(command):
        started = time.monotonic()
        run = subprocess.run(command, env=environment, capture_output=True, text=True)
        if run.returncode:
            raise SystemExit(f"{command}: {run.stdout}{run.stderr}")
        took = time.monotonic() - started
        print(f"  {command[0]} {took:.2f} s", file=sys.stderr, flush=True)
        return took

    def build():
        subprocess.run([byline, "build", "--quiet", "--root", site], check=True, env=environment)

    try:
        build()
        count = sum(len(names) for _, _, names in os.walk(public))
        first, again, changed = {}, {}, {}
        for name in ways:
            first[name], again[name], changed[name] = [], [], []
        for run in range(options.runs):
            print(f"round {run + 1}", file=sys.stderr, flush=True)
            for name, (bucket, command) in ways.items():
                shutil.rmtree(os.path.join(buckets, bucket), ignore_errors=True)
                for left in os.listdir(buckets):
                    if left.startswith(f".bucket-{bucket}") or left.startswith("."):
                        path = os.path.join(buckets, left)
                        shutil.rmtree(path, ignore_errors=True) if os.path.isdir(path) else None
                os.makedirs(os.path.join(buckets, bucket))
                first[name].append(timed(command))
                again[name].append(timed(command))
            article = next(os.path.join(folder, name) for folder, _, names in os.walk(os.path.join(site, "content")) for name in sorted(names) if name.endswith(".md") and not name.startswith("_"))
            with open(article, "a") as file:
                file.write(f"\nOnce more, {run}.\n")
            build()
            for name, (_, command) in ways.items():
                changed[name].append(timed(command))
        print(f"{count} files, {options.runs} rounds, medians in seconds")
        print("| | first | nothing changed | one change |\n|---|---:|---:|---:|")
        for name in ways:
            row = [statistics.median(times[name]) for times in (first, again, changed)]
            print(f"| {name} | " + " | ".join(f"{value:.2f}" for value in row) + " |")
    finally:
        server.kill()


main()
