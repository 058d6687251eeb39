"""A real Dovecot on loopback in a throw-away folder, as an ordinary user; root drops to `nobody`."""

from __future__ import annotations

import grp
import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

PASSWORD, OTHER_PASSWORD, TOKEN = "pw", "pässwörd", "fresh-token"
"""Both passwords, and the token for XOAUTH2 and OAUTHBEARER, let every user in."""
_CONFIG = """
base_dir = {base}/run
state_dir = {base}/run
log_path = {base}/log
protocols = imap
listen = 127.0.0.1
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
first_valid_uid = 1
first_valid_gid = 1
disable_plaintext_auth = no
auth_mechanisms = {mechanisms}
auth_failure_delay = 0
mail_location = maildir:~/Maildir
mail_max_userip_connections = 100
ssl = yes
ssl_cert = <{base}/cert.pem
ssl_key = <{base}/key.pem
passdb {{
  driver = static
  mechanisms = xoauth2 oauthbearer
  args = password={token}
}}
passdb {{
  driver = static
  mechanisms = plain login
  args = password={password}
}}
passdb {{
  driver = static
  mechanisms = plain login
  args = password={other_password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={base}/home/%u
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
  }}
}}
namespace inbox {{
  inbox = yes
  separator = /
}}
protocol imap {{
  {capability}
}}
"""


@dataclass(frozen=True, slots=True)
class Dovecot:
    """`user()` makes an empty mailbox. `certificate` is what a client must trust to use `tls_port` or STARTTLS."""

    base: Path
    port: int
    tls_port: int
    certificate: Path
    owner: pwd.struct_passwd
    process: subprocess.Popen[bytes]

    def user(self, name: str) -> Path:
        """Make a mailbox for `name` and return its Maildir."""
        maildir = self.base / "home" / name / "Maildir"
        for part in ("cur", "new", "tmp"):
            (maildir / part).mkdir(parents=True)
        self.give(self.base / "home" / name)
        return maildir

    def give(self, path: Path) -> None:
        """Make everything under `path` the server's own."""
        _give(path, self.owner)

    def deliver(self, maildir: Path, raw: bytes, name: str, at: float | None = None) -> None:
        """Put a message into new/, as a delivery agent does; `at` is its arrival in seconds since 1970."""
        path = maildir / "tmp" / name
        path.write_bytes(raw)
        if at is not None:
            os.utime(path, (at, at))
        os.chown(path, self.owner.pw_uid, self.owner.pw_gid)
        path.rename(maildir / "new" / name)

    def stop(self) -> None:
        self.process.send_signal(signal.SIGTERM)
        self.process.wait(10)
        shutil.rmtree(self.base, ignore_errors=True)


def start_dovecot(capability: str = "", mechanisms: str = "plain login xoauth2 oauthbearer") -> Dovecot:
    """Start it and wait until it answers. `capability`: a line for its imap section. FileNotFoundError if missing."""
    program = shutil.which("dovecot", path=f"{os.environ.get('PATH', '')}:/usr/sbin:/usr/local/sbin")
    if program is None:
        raise FileNotFoundError("these tests need Dovecot 2.3: install Debian's dovecot-imapd")
    owner = pwd.getpwnam("nobody") if os.getuid() == 0 else pwd.getpwuid(os.getuid())
    base = Path(tempfile.mkdtemp(prefix="dc"))  # short: a socket's path may have 108 octets
    base.chmod(0o755)
    certificate = make_certificate(base)
    for folder in ("run", "home"):
        (base / folder).mkdir()
    (base / "log").touch()
    port, tls_port = free_port(), free_port()
    secrets = {"password": PASSWORD, "other_password": OTHER_PASSWORD, "token": TOKEN}
    names = {"user": owner.pw_name, "group": grp.getgrgid(owner.pw_gid).gr_name}
    text = _CONFIG.format(
        base=base, port=port, tls_port=tls_port, capability=capability, mechanisms=mechanisms, **names, **secrets
    )
    (base / "dovecot.conf").write_text(text, encoding="utf-8")
    _give(base, owner)
    process = subprocess.Popen([program, "-F", "-c", str(base / "dovecot.conf")])  # noqa: S603 - found above
    server = Dovecot(base, port, tls_port, certificate, owner, process)
    _wait(server)
    return server


def _give(path: Path, owner: pwd.struct_passwd) -> None:
    for one in (path, *path.rglob("*")):
        os.chown(one, owner.pw_uid, owner.pw_gid)


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    return port


def make_certificate(folder: Path) -> Path:
    """A certificate for localhost that signs itself: `cert.pem` and `key.pem` in `folder`."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    names = [x509.DNSName("localhost"), x509.IPAddress(ip_address("127.0.0.1"))]
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=2))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "key.pem").write_bytes(private)
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    return folder / "cert.pem"


def _wait(server: Dovecot) -> None:
    for _ in range(200):
        try:
            with socket.create_connection(("127.0.0.1", server.port), 1) as probe:
                if probe.recv(4) == b"* OK":
                    return
        except OSError:
            time.sleep(0.05)
    raise RuntimeError(f"Dovecot did not start: {(server.base / 'log').read_text(encoding='utf-8')}")
