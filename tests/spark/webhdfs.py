"""A storage that is no local disk: a folder served as WebHDFS, which Hadoop's own client reads and writes over HTTP.

As in a real cluster, contents are not given by who is asked for a file (the name node) but by whom it names (a data
node), and a file is written in chunks. What is served is Hadoop's "WebHDFS REST API", as far as Spark uses it; answers
bear no Content-Type, for the client in PySpark's package lacks the class that would read it.
"""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, quote, unquote, urlsplit

_PREFIX = "/webhdfs/v1"
_BLOCK = 128 * 1024**2


class WebHDFS(ThreadingHTTPServer):
    """The folder `root` as the storage `webhdfs://127.0.0.1:port/`; `asked` counts what was asked for."""

    daemon_threads = True

    def __init__(self, root: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Request)
        self.root = root
        self.asked: Counter[str] = Counter()

    @property
    def uri(self) -> str:
        return f"webhdfs://127.0.0.1:{self.server_port}"


@contextmanager
def served(root: Path) -> Iterator[WebHDFS]:
    """Serve `root` until the block ends."""
    server = WebHDFS(root)
    Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


class _Request(BaseHTTPRequestHandler):
    """One request: /webhdfs/v1/<path>?op=<OPERATION>&…"""

    protocol_version = "HTTP/1.1"
    server: WebHDFS

    def do_GET(self) -> None:
        self._answer()

    def do_PUT(self) -> None:
        self._answer()

    def do_DELETE(self) -> None:
        self._answer()

    def log_message(self, *_: object) -> None:
        """Be silent."""

    def _answer(self) -> None:
        address = urlsplit(self.path.encode("latin-1").decode())  # Hadoop leaves Chinese names as they are
        self._query = {name: values[0] for name, values in parse_qs(address.query).items()}
        self._name = unquote(address.path).removeprefix(_PREFIX)
        self._path = self.server.root / self._name.lstrip("/")
        self._body = self._read()
        operation = self._query["op"].upper()
        self.server.asked[operation] += 1
        answer = getattr(self, f"_{operation.lower()}", None)
        try:
            if answer is None:
                self._fail(400, "java.lang.UnsupportedOperationException", operation)
            else:
                answer()
        except FileNotFoundError:
            self._fail(404, "java.io.FileNotFoundException", f"File does not exist: {self._name}")
        except FileExistsError:
            self._fail(403, "org.apache.hadoop.fs.FileAlreadyExistsException", self._name)

    def _read(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length", 0)))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def _send(self, code: int, content: bytes = b"", **headers: str) -> None:
        self.send_response(code)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def _tell(self, value: object) -> None:
        self._send(200, json.dumps(value).encode())

    def _fail(self, code: int, kind: str, message: str) -> None:
        told = {"exception": kind.rpartition(".")[2], "javaClassName": kind, "message": message}
        self._send(code, json.dumps({"RemoteException": told}).encode())

    def _sent_to_data_node(self) -> bool:
        """Tell whether this request has only been told where the contents are."""
        if "datanode" in self._query:
            return False
        asked = quote(self.path.encode("latin-1"), safe="/?&=%")
        self._send(307, Location=f"http://127.0.0.1:{self.server.server_port}{asked}&datanode=true")
        return True

    # -- operations -----------------------------------------------------------------------------------------

    def _getfilestatus(self) -> None:
        self._tell({"FileStatus": _status(self._path, "")})

    def _liststatus(self) -> None:
        paths = sorted(self._path.iterdir()) if self._path.is_dir() else [self._path]
        shown = [_status(path, path.name if self._path.is_dir() else "") for path in paths]
        self._tell({"FileStatuses": {"FileStatus": shown}})

    def _getfileblocklocations(self) -> None:
        here = {"hosts": ["127.0.0.1"], "names": ["127.0.0.1:0"], "topologyPaths": ["/default-rack/127.0.0.1:0"]}
        block = {**here, "offset": 0, "length": self._path.stat().st_size, "corrupt": False}
        block |= {"cachedHosts": [], "storageTypes": ["DISK"]}
        self._tell({"BlockLocations": {"BlockLocation": [block]}})

    def _open(self) -> None:
        if not self._path.is_file():
            raise FileNotFoundError
        if not self._sent_to_data_node():
            content = self._path.read_bytes()[int(self._query.get("offset", 0)) :]
            self._send(200, content[: int(self._query.get("length", len(content)))])

    def _create(self) -> None:
        if self._query.get("overwrite") != "true" and self._path.exists():
            raise FileExistsError
        if not self._sent_to_data_node():
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._path.write_bytes(self._body)
            self._send(201)

    def _mkdirs(self) -> None:
        self._path.mkdir(parents=True, exist_ok=True)
        self._tell({"boolean": True})

    def _rename(self) -> None:
        place = self.server.root / self._query["destination"].lstrip("/")
        place = place / self._path.name if place.is_dir() else place
        possible = self._path.exists() and place.parent.is_dir() and not place.exists()
        if possible:
            self._path.rename(place)
        self._tell({"boolean": possible})

    def _delete(self) -> None:
        there = self._path.exists()
        if self._path.is_dir():
            shutil.rmtree(self._path)
        elif there:
            self._path.unlink()
        self._tell({"boolean": there})

    def _setpermission(self) -> None:
        self._send(200)


def _status(path: Path, suffix: str) -> dict[str, Any]:
    found = path.stat()
    return {
        "pathSuffix": suffix,
        "type": "DIRECTORY" if path.is_dir() else "FILE",
        "length": 0 if path.is_dir() else found.st_size,
        "modificationTime": int(found.st_mtime * 1000),
        "accessTime": int(found.st_atime * 1000),
        "blockSize": 0 if path.is_dir() else _BLOCK,
        "replication": 0 if path.is_dir() else 1,
        "permission": "755",
        "owner": "kanhe",
        "group": "kanhe",
    }
