"""TensorFlow's C library and headers from its Python wheel, packed as the archive @tensorflow/tfjs-node expects.

In: a folder with one tensorflow*.whl, the version in the library's name, the archive to write.
Out: a .tar.gz with lib/ and include/. Next: install.ts serves it to the installer of tfjs-node.
The wheel's libtensorflow_cc.so.2 exports the whole C API; links give it the names the linker and the installer look for.
"""
import pathlib
import sys
import tarfile
import zipfile

wheels, version, target = pathlib.Path(sys.argv[1]), sys.argv[2], sys.argv[3]
[wheel] = wheels.glob("tensorflow*.whl")
LIBRARIES = {"libtensorflow": "libtensorflow_cc.so.2", "libtensorflow_framework": "libtensorflow_framework.so.2"}
HEADERS = tuple(f"tensorflow/include/{part}/" for part in ("tensorflow/c", "tensorflow/core/platform", "tsl", "xla/tsl"))


def place(name):
    """Path in the archive, None for what the binding does not need."""
    if name.removeprefix("tensorflow/") in LIBRARIES.values():
        return "lib/" + name.removeprefix("tensorflow/")
    if name.startswith(HEADERS) and name.endswith(".h"):
        return name.removeprefix("tensorflow/")
    return None


# The fastest compression: the archive travels over loopback and is deleted.
with zipfile.ZipFile(wheel) as source, tarfile.open(target, "w:gz", compresslevel=1) as archive:
    for entry in source.infolist():
        path = place(entry.filename)
        if path is None:
            continue
        member = tarfile.TarInfo(path)
        member.size, member.mode = entry.file_size, 0o755
        with source.open(entry) as stream:
            archive.addfile(member, stream)
    for name, real in LIBRARIES.items():
        for link in {f"{name}.so", f"{name}.so.2", f"{name}.so.{version}"} - {real}:
            member = tarfile.TarInfo(f"lib/{link}")
            member.type, member.linkname = tarfile.SYMTYPE, real
            archive.addfile(member)
