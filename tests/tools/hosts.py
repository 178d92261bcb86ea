"""Publishes to real servers, through a proxy that counts, delays, refuses and cuts, and holds what is there to the built site.

hosts.py --byline FILE --work DIR --host s3|webdav|sftp [--kills N] [--s3-server FILE]

Prints lines that begin with `ok`, `FAILED` or `skipped:`.
"""

import argparse
import base64
import hashlib
import http.client
import json
import os
import random
import re
import shutil
import signal
import socket
import socketserver
import subprocess
import sys
import threading
import time
import traceback
import urllib.request

MODULES = "/usr/lib/apache2/modules"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for_port(port, process, seconds=30):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        try:
            socket.create_connection(("127.0.0.1", port), 0.2).close()
            return
        except OSError:
            if process is not None and process.poll() is not None:
                break
            threading.Event().wait(0.05)
    raise RuntimeError(f"nothing listens on port {port}")


class Proxy:
    """Stands before an HTTP server: knows what was asked, and gives trouble where it is told to."""

    def __init__(self, upstream):
        self.upstream, self.asked, self.trouble, self.key, self.lock = upstream, [], None, None, threading.Lock()
        proxy = self

        class Handler(socketserver.StreamRequestHandler):
            timeout = 60

            def handle(self):
                try:
                    while self.one():
                        pass
                except (OSError, http.client.HTTPException):
                    pass

            def one(self):
                line = self.rfile.readline(65536)
                if not line.strip():
                    return False
                method, target, _ = line.decode("latin-1").split()
                headers = []
                while (header := self.rfile.readline(65536)) not in (b"\r\n", b"\n", b""):
                    name, value = header.decode("latin-1").split(":", 1)
                    headers.append((name.strip(), value.strip()))
                named = {name.lower(): value for name, value in headers}
                body = self.rfile.read(int(named.get("content-length", 0)))
                with proxy.lock:
                    proxy.asked.append((method, target))
                    trouble = proxy.trouble(method, target, len(proxy.asked)) if proxy.trouble else None
                if proxy.key and f"Credential={proxy.key}/" not in named.get("authorization", ""):
                    trouble = (403, "<Error><Code>InvalidAccessKeyId</Code><Message>The key does not exist in our records.</Message></Error>")
                if trouble == "cut":
                    return False
                if trouble:
                    status, text = trouble
                    self.answer(status, [("Content-Type", "application/xml")], text.encode())
                    return True
                upstream = http.client.HTTPConnection("127.0.0.1", proxy.upstream, timeout=60)
                upstream.putrequest(method, target, skip_host=True, skip_accept_encoding=True)
                for name, value in headers:
                    if name.lower() not in ("connection", "expect", "transfer-encoding"):
                        upstream.putheader(name, value)
                upstream.endheaders(body)
                reply = upstream.getresponse()
                data = reply.read()
                kept = [(name, value) for name, value in reply.getheaders() if name.lower() not in ("connection", "transfer-encoding", "content-length")]
                if method == "HEAD":
                    kept.append(("Content-Length", reply.getheader("Content-Length", "0")))
                self.answer(reply.status, kept, data, method == "HEAD")
                upstream.close()
                return True

            def answer(self, status, headers, data, is_head=False):
                text = f"HTTP/1.1 {status} {http.client.responses.get(status, '')}\r\n"
                if not is_head and status != 204:
                    headers = headers + [("Content-Length", str(len(data)))]
                text += "".join(f"{name}: {value}\r\n" for name, value in headers) + "\r\n"
                self.wfile.write(text.encode("latin-1") + (b"" if is_head else data))

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = daemon_threads = True
            request_queue_size = 512

        self.server = Server(("127.0.0.1", 0), Handler)
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def writes(self):
        """What was asked that changes something, but for the lock, the probe and the record of byline itself."""
        with self.lock:
            asked = list(self.asked)
        return [f"{method} {target}" for method, target in asked if method not in ("GET", "HEAD", "PROPFIND", "OPTIONS") and ".byline" not in target]

    def forget(self):
        with self.lock:
            self.asked.clear()


class S3:
    name, has_headers, can_restart, keeps_second_off = "a bucket", True, False, True

    def __init__(self, work, server=None):
        self.folder = os.path.join(work, "buckets")
        os.makedirs(self.folder, exist_ok=True)
        self.port, self.server = free_port(), server
        self.environment = {"AWS_ACCESS_KEY_ID": "AKIDEXAMPLE", "AWS_SECRET_ACCESS_KEY": "canary-of-the-secret", "AWS_EC2_METADATA_DISABLED": "true"}
        if server:
            os.makedirs(os.path.join(self.folder, "site"), exist_ok=True)
            self.can_restart = True
        self.start()
        self.proxy = Proxy(self.port)
        if not server:
            # moto takes any key; what a service answers to a wrong one is answered before it.
            self.client().create_bucket(Bucket="site")
            self.proxy.key = "AKIDEXAMPLE"
        self.to = f"s3://site/deep?endpoint=http://127.0.0.1:{self.proxy.port}&region=us-east-1"

    def start(self):
        if self.server:
            command = [self.server, "--host", "127.0.0.1", "--port", str(self.port), "--access-key", "AKIDEXAMPLE", "--secret-key", "canary-of-the-secret", self.folder]
        else:
            command = [os.path.join(os.path.dirname(sys.executable), "moto_server"), "-H", "127.0.0.1", "-p", str(self.port)]
        self.process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_for_port(self.port, self.process)

    def client(self):
        import boto3
        key = dict(aws_access_key_id=self.environment["AWS_ACCESS_KEY_ID"], aws_secret_access_key=self.environment["AWS_SECRET_ACCESS_KEY"])
        return boto3.client("s3", endpoint_url=f"http://127.0.0.1:{self.port}", region_name="us-east-1", **key)

    def read(self, path):
        client = self.client()
        try:
            return client.get_object(Bucket="site", Key=f"deep/{path}")["Body"].read()
        except client.exceptions.NoSuchKey:
            return None

    def reader(self):
        client = self.client()

        def read(path):
            try:
                return client.get_object(Bucket="site", Key=f"deep/{path}")["Body"].read()
            except client.exceptions.NoSuchKey:
                return None
        return read

    def files(self):
        client, found = self.client(), {}
        for page in client.get_paginator("list_objects_v2").paginate(Bucket="site", Prefix="deep/"):
            for item in page.get("Contents", []):
                path = item["Key"][len("deep/"):]
                if not path.startswith(".byline"):
                    found[path] = client.get_object(Bucket="site", Key=item["Key"])["Body"].read()
        return found

    def headers(self, path):
        answer = self.client().head_object(Bucket="site", Key=f"deep/{path}")
        return {key: answer.get(key) for key in ("ContentType", "CacheControl", "ContentEncoding", "ContentDisposition")}

    def put(self, path, data):
        self.client().put_object(Bucket="site", Key=f"deep/{path}", Body=data)

    def writes(self):
        return self.proxy.writes()

    def forget(self):
        self.proxy.forget()

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def wrong(self):
        # The stricter server says no more than that it does not allow it.
        expected = "does not allow reading" if self.can_restart else "refuses the credentials: "
        return {"AWS_ACCESS_KEY_ID": "AKIDWRONG", "AWS_SECRET_ACCESS_KEY": "another-canary"}, expected

    def secrets(self):
        return [self.environment["AWS_SECRET_ACCESS_KEY"]]


class OnDisk:
    """A host whose files lie in a folder of this machine."""

    has_headers, can_restart = False, True

    def read(self, path):
        try:
            with open(os.path.join(self.site, path), "rb") as file:
                return file.read()
        except OSError:
            return None

    def reader(self):
        return self.read

    def files(self):
        found = {}
        for folder, _, names in os.walk(self.site):
            for name in names:
                path = os.path.relpath(os.path.join(folder, name), self.site)
                # Apache leaves files of this name where it is killed.
                if not path.startswith(".byline") and not name.startswith(".davfs.tmp"):
                    found[path] = self.read(path)
        return found

    def put(self, path, data):
        path = os.path.join(self.site, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(data)

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()


class WebDav(OnDisk):
    name, keeps_second_off = "WebDAV", False

    def __init__(self, work):
        self.folder = os.path.join(work, "dav")
        self.www, self.port = os.path.join(self.folder, "www"), free_port()
        os.makedirs(os.path.join(self.folder, "lock"))
        os.makedirs(self.www)
        self.site = os.path.join(self.www, "deep", "the site")
        self.environment = {"WEBDAV_PASSWORD": "canary-of-the-password"}
        digest = base64.b64encode(hashlib.sha1(b"canary-of-the-password").digest()).decode()
        with open(os.path.join(self.folder, "users"), "w") as file:
            file.write(f"ada:{{SHA}}{digest}\n")
        user = "User www-data\nGroup www-data\n" if os.getuid() == 0 else ""
        names = ["mpm_event", "authz_core", "authn_core", "authn_file", "auth_basic", "authz_user", "dav", "dav_fs"]
        modules = "".join(f"LoadModule {name}_module {MODULES}/mod_{name}.so\n" for name in names)
        with open(os.path.join(self.folder, "conf"), "w") as file:
            file.write(f"""ServerRoot "{self.folder}"
ServerName localhost
PidFile "{self.folder}/pid"
Listen 127.0.0.1:{self.port}
{user}{modules}DocumentRoot "{self.www}"
ErrorLog "{self.folder}/error.log"
DAVLockDB "{self.folder}/lock/db"
<Directory "{self.www}">
  Dav On
  AuthType Basic
  AuthName dav
  AuthUserFile "{self.folder}/users"
  Require valid-user
</Directory>
""")
        if os.getuid() == 0:
            for path in (self.www, os.path.join(self.folder, "lock")):
                shutil.chown(path, "www-data")
            path = self.folder
            while path != "/":
                os.chmod(path, os.stat(path).st_mode | 0o055)
                path = os.path.dirname(path)
        self.start()
        self.proxy = Proxy(self.port)
        self.to = f"webdav+http://ada@127.0.0.1:{self.proxy.port}/deep/the%20site"

    def start(self):
        program = shutil.which("apache2") or "/usr/sbin/apache2"
        self.process = subprocess.Popen([program, "-f", os.path.join(self.folder, "conf"), "-DFOREGROUND"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
        wait_for_port(self.port, self.process)

    def kill(self):
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()
        pid = os.path.join(self.folder, "pid")
        if os.path.exists(pid):
            os.remove(pid)

    def writes(self):
        return [write for write in self.proxy.writes() if not write.startswith("MKCOL")]

    def forget(self):
        self.proxy.forget()

    def wrong(self):
        return {"WEBDAV_PASSWORD": "another-canary"}, "refuses the credentials: 401 Unauthorized"

    def secrets(self):
        return ["canary-of-the-password", base64.b64encode(b"ada:canary-of-the-password").decode()]


class Sftp(OnDisk):
    name, proxy, keeps_second_off = "SFTP", None, True

    def __init__(self, work):
        self.folder = os.path.join(work, "ssh")
        os.makedirs(os.path.join(self.folder, "bin"), mode=0o700)
        self.site, self.port = os.path.join(self.folder, "www", "the site"), free_port()
        here = lambda name: os.path.join(self.folder, name)
        for name in ("host", "key", "other"):
            subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", here(name)], check=True)
        shutil.copy(here("key.pub"), here("authorized"))
        self.log = here("sftp.log")
        with open(here("sftp"), "w") as file:
            file.write(f"#!/bin/sh\nexec /usr/lib/openssh/sftp-server -e -l INFO 2>>'{self.log}'\n")
        os.chmod(here("sftp"), 0o755)
        if os.getuid() == 0:
            os.makedirs("/run/sshd", exist_ok=True)
        with open(here("config"), "w") as file:
            file.write(f"Port {self.port}\nListenAddress 127.0.0.1\nHostKey {here('host')}\nAuthorizedKeysFile {here('authorized')}\nPidFile {here('pid')}\nStrictModes no\nUsePAM no\nPermitRootLogin prohibit-password\nMaxStartups 100\nSubsystem sftp {here('sftp')}\n")
        key = open(here("host.pub")).read().split()
        with open(here("known"), "w") as file:
            file.write(f"[127.0.0.1]:{self.port} {key[0]} {key[1]}\n")
        with open(here("client"), "w") as file:
            file.write(f"IdentityFile {here('key')}\nIdentitiesOnly yes\nUserKnownHostsFile {here('known')}\n")
        with open(here("client-other"), "w") as file:
            file.write(f"IdentityFile {here('other')}\nIdentitiesOnly yes\nUserKnownHostsFile {here('known')}\n")
        self.ssh = shutil.which("ssh")
        with open(here("bin/ssh"), "w") as file:
            file.write(f"#!/bin/sh\nexec {self.ssh} -F \"${{CLIENT:-{here('client')}}}\" \"$@\"\n")
        os.chmod(here("bin/ssh"), 0o755)
        self.environment = {"PATH": here("bin") + ":" + os.environ["PATH"]}
        self.start()
        import getpass
        self.to = f"sftp://{getpass.getuser()}@127.0.0.1:{self.port}{self.site.replace(' ', '%20')}"
        self.seen = 0

    def start(self):
        program = shutil.which("sshd") or "/usr/sbin/sshd"
        self.process = subprocess.Popen([program, "-D", "-f", os.path.join(self.folder, "config"), "-E", os.path.join(self.folder, "log")], start_new_session=True)
        wait_for_port(self.port, self.process)

    def kill(self):
        # The servers of connections that are open have sessions of their own.
        subprocess.run(["pkill", "-KILL", "-f", f"sshd.*{self.folder}"], check=False)
        subprocess.run(["pkill", "-KILL", "-f", "sshd: .*@notty"], check=False)
        self.process.wait()

    def lines(self):
        try:
            return open(self.log, errors="replace").read().splitlines()
        except OSError:
            return []

    def writes(self):
        pattern = re.compile(r'(?:open "(?P<open>[^"]*)" flags [A-Z,]*WRITE|(?:remove name|rename old) "(?P<gone>[^"]*)")')
        found = [pattern.search(line) for line in self.lines()[self.seen:]]
        paths = [match["open"] or match["gone"] for match in found if match]
        own = (".byline-lock", ".byline-probe", ".byline-published")
        return [path for path in paths if not any(name in path for name in own)]

    def forget(self):
        self.seen = len(self.lines())

    def wrong(self):
        return {"CLIENT": os.path.join(self.folder, "client-other")}, "refuses the SSH key"

    def secrets(self):
        return [open(os.path.join(self.folder, "key")).read()]


class Site:
    """A site that is published, and what is done to it."""

    def __init__(self, byline, folder, host, target):
        self.byline, self.folder, self.host = byline, folder, host
        shutil.rmtree(folder, ignore_errors=True)
        self.settings = f"title: The Herald\nurl: http://127.0.0.1:9\npublish:\n  live: {{to: \"{host.to}\"{target}}}\n"
        self.write("byline.yaml", self.settings)
        for number in range(30):
            self.article(f"n{number}", f"Text of {number}.")

    def write(self, path, text):
        path = os.path.join(self.folder, path)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "w") as file:
            file.write(text)

    def article(self, name, text):
        self.write(f"content/news/{name}.md", f"---\ntitle: Story {name}\ndate: 2026-01-01\n---\n{text}\n")

    def remove(self, name):
        os.remove(os.path.join(self.folder, f"content/news/{name}.md"))

    def command(self, *arguments):
        return [self.byline, "publish", "live", "--root", self.folder, "--yes", *arguments]

    def run(self, *arguments, code=0, wrapper=(), **environment):
        environment = {**os.environ, **self.host.environment, **environment}
        run = subprocess.run([*wrapper, *self.command(*arguments)], env=environment, capture_output=True, text=True, timeout=300)
        told = run.stdout + run.stderr
        for secret in self.host.secrets():
            assert secret not in told, "a secret is told"
        assert run.returncode == code, f"exit code {run.returncode}, not {code}:\n{told}"
        return told

    def built(self):
        found, public = {}, os.path.join(self.folder, "public")
        for folder, _, names in os.walk(public):
            for name in names:
                path = os.path.relpath(os.path.join(folder, name), public)
                if path != ".byline-manifest":
                    with open(os.path.join(folder, name), "rb") as file:
                        found[path] = file.read()
        return found

    def paths_of(self, writes):
        """The files that writes are for."""
        plain = [urllib.request.unquote(write.split("?")[0]) for write in writes]
        paths = {write.split("/deep/", 1)[-1].split("the site/")[-1] for write in plain}
        return {path.removesuffix(".byline-half") for path in paths}


def assert_is_built(site, left=()):
    built, there = site.built(), site.host.files()
    missing = [path for path in built if path not in there]
    assert not missing, f"missing on the host: {missing}"
    other = [path for path in built if there[path] != built[path]]
    assert not other, f"other bytes on the host: {other}"
    more = [path for path in there if path not in built and path not in left and not path.endswith(".css")]
    assert not more, f"still on the host: {more}"


def case_first_and_again(site):
    told = site.run("--dry-run")
    assert "new, 0 changed" in told and not site.host.writes(), site.host.writes()
    site.run()
    assert_is_built(site)
    site.host.forget()
    assert "nothing was sent" in site.run()
    assert site.host.writes() == [], site.host.writes()


def case_edited(site):
    site.article("n1", "Edited.")
    site.host.forget()
    site.run()
    sent = site.paths_of(site.host.writes())
    assert sent - {"index.html"} == {"news/n1/index.html", "feed.xml", "news/feed.xml"}, sent
    assert_is_built(site)


def case_deleted_and_renamed(site):
    site.remove("n2")
    os.rename(f"{site.folder}/content/news/n3.md", f"{site.folder}/content/news/renamed.md")
    told = site.run()
    assert "- news/n2/index.html" in told and "news/n3/ vanishes" in told, told
    assert_is_built(site)
    site.article("n2", "Back.")
    site.run()
    assert_is_built(site)


def case_foreign(site):
    site.host.put("by-hand.txt", b"mine")
    site.host.put("news/n4/index.html", b"somebody else's, and of another size")
    told = site.run()
    assert "news/n4/index.html" in told and "(changed on the host)" in told, told
    assert_is_built(site, left=("by-hand.txt",))
    assert site.host.read("by-hand.txt") == b"mine"


def case_headers(site):
    if not site.host.has_headers:
        told = site.run("--rollback", code=1)
        assert "this target keeps no earlier states" in told, told
        return
    page, sheet = "news/n1/index.html", next(path for path in site.built() if path.endswith(".css"))
    headers = site.host.headers(page)
    assert headers["ContentType"] == "text/html; charset=utf-8" and headers["CacheControl"] == "public, max-age=60", headers
    headers = site.host.headers(sheet)
    assert headers["CacheControl"] == "public, max-age=31536000, immutable", headers
    site.write("byline.yaml", site.settings.replace("}\n", ", headers: [{match: '*.html', cache-control: 'max-age=5', content-disposition: inline}]}\n"))
    site.host.forget()
    told = site.run()
    assert "(headers changed)" in told, told
    assert all(path.endswith(".html") for path in site.paths_of(site.host.writes())), site.host.writes()
    headers = site.host.headers(page)
    assert headers["CacheControl"] == "max-age=5" and headers["ContentDisposition"] == "inline", headers
    site.write("byline.yaml", site.settings.replace("}\n", ", compress: [gzip]}\n"))
    site.run()
    assert site.host.headers(page)["ContentEncoding"] == "gzip"
    import gzip
    assert gzip.decompress(site.host.read(page)) == site.built()[page]
    site.write("byline.yaml", site.settings)
    site.run()
    assert_is_built(site, left=("by-hand.txt",))


def case_wrong_credentials(site):
    environment, expected = site.host.wrong()
    told = site.run(code=1, **environment)
    assert expected in told, told
    assert "another-canary" not in told


def case_lock(site):
    holder = {"who": "ruth on press", "token": "t", "process": ""}
    site.article("n5", "While another publishes.")
    site.host.put(".byline-lock", json.dumps(holder).encode())
    told = site.run(code=1)
    assert "ruth on press has been publishing there for" in told and "--break-lock" in told, told
    # A clock that is wrong by an hour, either way, does not make a lock old.
    if shutil.which("faketime"):
        for offset in ("+1h", "-1h"):
            told = site.run(code=1, wrapper=("faketime", "-f", offset))
            assert "ruth on press has been publishing there for" in told or "the clock of this machine is wrong" in told, told
    site.run("--break-lock")
    assert site.host.read(".byline-lock") is None
    assert_is_built(site, left=("by-hand.txt",))


def case_trouble(site):
    if site.host.proxy is None:
        return
    slow = "<Error><Code>SlowDown</Code><Message>Please reduce your request rate.</Message></Error>"
    kinds = {
        "503": lambda method, target, number: (503, "<Error><Code>ServiceUnavailable</Code></Error>") if number % 3 == 0 else None,
        "slow down": lambda method, target, number: (503, slow) if method == "PUT" and number % 4 == 1 else None,
        "cut": lambda method, target, number: "cut" if number % 5 == 0 else None,
    }
    for round, (kind, trouble) in enumerate(kinds.items()):
        for number in range(6, 16):
            site.article(f"n{number}", f"Under trouble of the kind {kind}.")
        site.host.proxy.trouble = trouble
        try:
            site.run()
        finally:
            site.host.proxy.trouble = None
        assert_is_built(site, left=("by-hand.txt",))
    # Where it does not end, nothing is deleted, and the next one goes on.
    site.remove("n16")
    for number in range(6, 16):
        site.article(f"n{number}", "Once more.")
    site.host.proxy.trouble = lambda method, target, number: (500, "<Error><Code>InternalError</Code></Error>") if "n9/" in target and method == "PUT" else None
    try:
        told = site.run(code=1)
        assert "again and again" in told, told
        assert site.host.read("news/n16/index.html") is not None, "something was deleted though an upload failed"
    finally:
        site.host.proxy.trouble = None
    site.host.forget()
    site.run()
    assert site.host.read("news/n16/index.html") is None
    assert_is_built(site, left=("by-hand.txt",))


def case_full(site):
    if not isinstance(site.host, OnDisk) or os.getuid() != 0:
        return
    folder = os.path.dirname(site.host.site)
    full = os.path.join(folder, "full")
    os.makedirs(full)
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k,mode=0777", "none", full], capture_output=True).returncode != 0:
        print("skipped: a full disk needs the right to mount one")
        return
    try:
        name = os.path.basename(site.host.site).replace(" ", "%20")
        site.write("byline.yaml", site.settings.replace(f"/{name}", "/full"))
        told = site.run(code=1)
        assert "error[publish]: " in told and "/full` on " in told, told
        print("  a full disk:", next(line for line in told.splitlines() if line.startswith("error"))[:160])
    finally:
        subprocess.run(["umount", "-l", full], check=False)
        site.write("byline.yaml", site.settings)


def case_missing_bucket(site):
    if not isinstance(site.host, S3):
        return
    site.write("byline.yaml", site.settings.replace("s3://site/", "s3://nowhere/"))
    told = site.run(code=1)
    assert "the bucket `nowhere` at" in told and "does not exist" in told, told
    site.write("byline.yaml", site.settings)


def case_server_killed(site):
    if not site.host.can_restart:
        return
    for number in range(6, 30):
        if number != 16:
            site.article(f"n{number}", "While the server dies.")
    site.host.forget()
    environment = dict(os.environ, **site.host.environment)
    process = subprocess.Popen(site.command(), env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    deadline = time.monotonic() + 30
    while len(site.host.writes()) < 5 and process.poll() is None and time.monotonic() < deadline:
        threading.Event().wait(0.002)
    was_running = process.poll() is None
    site.host.kill()
    threading.Event().wait(0.5)
    site.host.start()
    told, _ = process.communicate(timeout=120)
    if not was_running:
        print("skipped: the publication was over before the server could be killed")
    if process.returncode != 0:
        # The connection itself has died with the server; the next publication goes on from there.
        assert "error[publish]" in told, told
        site.run("--break-lock")
    assert_is_built(site, left=("by-hand.txt",))


def case_history(site):
    history = os.path.join(os.path.dirname(site.folder), "history")
    shutil.rmtree(history, ignore_errors=True)
    site.write("byline.yaml", site.settings.replace("}\n", f", history: 'file://{history}'}}\n"))
    site.run()
    first = site.host.files()
    site.article("n1", "A state after it.")
    site.remove("n17")
    threading.Event().wait(1.1)
    site.run()
    clone = Site.__new__(Site)
    clone.byline, clone.host, clone.settings = site.byline, site.host, site.settings
    clone.folder = site.folder + "-clone"
    shutil.rmtree(clone.folder, ignore_errors=True)
    shutil.copytree(site.folder, clone.folder, ignore=shutil.ignore_patterns(".byline", "public"))
    told = clone.run("--rollback")
    assert "is back at the state of" in told, told
    assert site.host.files() == first, "the bytes are not those of the first state"
    site.write("byline.yaml", site.settings)
    site.run()
    assert_is_built(site, left=("by-hand.txt",))


class Reader(threading.Thread):
    """Reads pages with their assets and links, holding each page a while."""

    def __init__(self, host, gone):
        super().__init__(daemon=True)
        self.fetch, self.gone, self.broken, self.count, self.ends = host.reader(), gone, [], 0, threading.Event()

    def run(self):
        try:
            self.read_on()
        except Exception:
            self.broken.append(traceback.format_exc())

    def read_on(self):
        random_page, pages = random.Random(1), ["index.html"]
        while not self.ends.is_set():
            path = random_page.choice(pages)
            page = self.fetch(path)
            if page is None:
                if path not in self.gone:
                    self.broken.append(f"{path} is not there")
                pages.remove(path) if path != "index.html" else None
                continue
            self.ends.wait(random_page.random() * 0.3)
            targets = {target for target in re.findall(r'(?:href|src)="?(/[^"\s>#?]*)', page.decode(errors="replace"))}
            for target in targets:
                file = target.lstrip("/")
                file = file + "index.html" if file == "" or file.endswith("/") else file
                self.count += 1
                if self.fetch(file) is None and file not in self.gone:
                    self.broken.append(f"{path} leads to {file}, which is not there")
                elif file.endswith(".html") and file not in pages and file not in self.gone:
                    pages.append(file)


def case_kills(site, kills):
    gone = set()
    site.run()
    readers = [Reader(site.host, gone) for _ in range(2)]
    for reader in readers:
        reader.start()
    # How long a publication of that size takes here says when to kill one.
    for number in range(20, 30):
        site.article(f"n{number}", "Timed.")
    subprocess.run([site.byline, "build", "--quiet", "--root", site.folder], check=True, capture_output=True)
    started = time.monotonic()
    site.run("--no-build")
    took = time.monotonic() - started
    died, dice = 0, random.Random(7)
    environment = dict(os.environ, **site.host.environment)
    for round in range(kills):
        site.write("assets/site.css", f"h1 {{ color: #{round % 1000:03} }}\n")
        for number in range(20, 30):
            site.article(f"n{number}", f"Round {round}.")
        site.article(f"new-{round}", "Quite new.")
        if round > 2:
            name = f"new-{round - 2}"
            if os.path.exists(f"{site.folder}/content/news/{name}.md"):
                gone.add(f"news/{name}/index.html")
                site.remove(name)
        build = [site.byline, "build", "--quiet", "--root", site.folder]
        subprocess.run(build, check=True, capture_output=True)
        process = subprocess.Popen(site.command("--no-build", "--max-deletes", "500"), env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        try:
            process.wait(took * (0.05 + dice.random()))
        except subprocess.TimeoutExpired:
            process.kill()
            died += 1
        process.wait()
    # Whoever died on this machine keeps nobody off.
    site.run("--max-deletes", "500")
    for reader in readers:
        reader.ends.set()
    for reader in readers:
        reader.join()
        assert not reader.broken, f"{len(reader.broken)} broken, such as {reader.broken[:3]}"
    read = sum(reader.count for reader in readers)
    assert died > kills // 4 and read > 100, f"{died} of {kills} were killed, {read} links were followed"
    assert_is_built(site, left=("by-hand.txt",))
    print(f"  {died} of {kills} publications were killed, {read} links followed")


def case_killed_with_the_lock(site):
    """Killed while it held the lock, published from another clone, on what looks like another machine."""
    for number in range(20, 30):
        site.article(f"n{number}", "Before it is killed.")
    environment = dict(os.environ, **site.host.environment)
    process = subprocess.Popen(site.command(), env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    deadline = time.monotonic() + 30
    while not (lock := site.host.read(".byline-lock")) and process.poll() is None and time.monotonic() < deadline:
        pass
    process.kill()
    process.wait()
    lock = lock and json.loads(lock or b"{}")
    if not lock or site.host.read(".byline-lock") is None:
        print("skipped: the publication was over before it could be killed")
        return
    site.host.put(".byline-lock", json.dumps(dict(lock, process="")).encode())
    told = site.run(code=1)
    assert "has been publishing there for" in told, told
    site.run("--break-lock")
    assert_is_built(site, left=("by-hand.txt",))


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("--byline", required=True)
    arguments.add_argument("--work", required=True)
    arguments.add_argument("--host", required=True, choices=["s3", "webdav", "sftp"])
    arguments.add_argument("--kills", type=int, default=10)
    arguments.add_argument("--s3-server")
    options = arguments.parse_args()
    os.environ["NO_COLOR"] = "1"
    os.makedirs(options.work, exist_ok=True)
    host = {"s3": lambda: S3(options.work, options.s3_server), "webdav": lambda: WebDav(options.work), "sftp": lambda: Sftp(options.work)}[options.host]()
    failures = 0
    try:
        site = Site(options.byline, os.path.join(options.work, "site"), host, "")
        cases = [value for name, value in globals().items() if name.startswith("case_")]
        for case in cases:
            name = case.__name__.removeprefix("case_").replace("_", " ")
            started = time.monotonic()
            try:
                case(site, options.kills) if case is case_kills else case(site)
                print(f"ok {host.name}: {name} ({time.monotonic() - started:.1f} s)", flush=True)
            except Exception:
                failures += 1
                print(f"FAILED {host.name}: {name}")
                print("    " + traceback.format_exc().replace("\n", "\n    "), flush=True)
                site.write("byline.yaml", site.settings)
    finally:
        host.kill()
        # What was killed could not close its connections.
        subprocess.run(["pkill", "-f", f"ssh -F {options.work}"], check=False)
    sys.exit(1 if failures else 0)


main()
