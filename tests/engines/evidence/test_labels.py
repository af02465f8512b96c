"""Labels in every serialisation that is seen in the wild, written here and read back."""

import html
import io
import json
import zlib
from collections.abc import Callable

import numpy as np
import pytest
from PIL import Image, PngImagePlugin

from anxin.engines.evidence.containers.walkers import walk
from anxin.engines.evidence.findings import Label
from anxin.engines.evidence.labels.metadata import source_type
from anxin.engines.evidence.labels.reader import read
from anxin.engines.evidence.labels.summary import summarise
from anxin.engines.evidence.labels.tc260 import labels_in

DOUBAO = "001191110102MACQD9K64010000"
FIELDS = {
    "Label": "1", "ContentProducer": DOUBAO, "ProduceID": "p-1", "ReservedCode1": "", "ContentPropagator": "",
    "PropagateID": "", "ReservedCode2": "",
}  # fmt: skip
WRAPPED = json.dumps({"AIGC": FIELDS})
NESTED = (
    '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    '<rdf:Description xmlns:TC260="http://www.tc260.org.cn/ns/AIGC/1.0/"><TC260:AIGC>'
    + html.escape(json.dumps(FIELDS)) + "</TC260:AIGC></rdf:Description></rdf:RDF></x:xmpmeta>"
)  # fmt: skip
ATTRIBUTE = (
    NESTED.split("<TC260:AIGC>")[0][:-1] + f' TC260:AIGC="{html.escape(json.dumps(FIELDS))}"/></rdf:RDF></x:xmpmeta>'
)
PIXELS = Image.fromarray(np.random.default_rng(0).integers(0, 255, (48, 64, 3)).astype(np.uint8))


def png(key: str, text: str, *, kind: str = "tEXt", behind: bool = False) -> bytes:
    info = PngImagePlugin.PngInfo()
    if kind == "iTXt":
        info.add_itxt(key, text)
    else:
        info.add_text(key, text, zip=kind == "zTXt")
    stream = io.BytesIO()
    PIXELS.save(stream, "PNG", pnginfo=info)
    data = stream.getvalue()
    if behind:
        start = data.index(kind.encode()) - 4
        size = 12 + int.from_bytes(data[start : start + 4], "big")
        end = data.index(b"IEND") - 4
        data = data[:start] + data[start + size : end] + data[start : start + size] + data[end:]
    return data


def jpeg(*segments: bytes) -> bytes:
    stream = io.BytesIO()
    PIXELS.save(stream, "JPEG", quality=90)
    data = stream.getvalue()
    return data[:2] + b"".join(segments) + data[2:]


def segment(marker: int, body: bytes) -> bytes:
    return bytes([0xFF, marker]) + (len(body) + 2).to_bytes(2, "big") + body


def exif(tag: int, value: object) -> bytes:
    table = Image.Exif()
    if tag in (0x9286,):
        table.get_ifd(0x8769)[tag] = value
    else:
        table[tag] = value
    return table.tobytes()


def box(name: bytes, body: bytes) -> bytes:
    return (len(body) + 8).to_bytes(4, "big") + name + body


def mp4(text: str) -> bytes:
    key = box(b"mdta", b"AIGC")
    keys = box(b"keys", b"\x00" * 4 + (1).to_bytes(4, "big") + key)
    value = box(b"data", (1).to_bytes(4, "big") + b"\x00" * 4 + text.encode())
    ilst = box(b"ilst", box((1).to_bytes(4, "big"), value))
    meta = box(b"meta", b"\x00" * 4 + box(b"hdlr", b"\x00" * 24) + keys + ilst)
    return box(b"ftyp", b"isom\x00\x00\x00\x00isom") + box(b"moov", box(b"udta", meta))


def ebml(name: int, body: bytes) -> bytes:
    code = name.to_bytes((name.bit_length() + 7) // 8, "big")
    return code + (0x10000000 | len(body)).to_bytes(4, "big") + body


def webm(text: str) -> bytes:
    tag = ebml(0x67C8, ebml(0x45A3, b"AIGC") + ebml(0x4487, text.encode()))
    return ebml(0x1A45DFA3, ebml(0x4282, b"webm")) + ebml(0x18538067, ebml(0x1254C367, ebml(0x7373, tag)))


def webp(xmp: str) -> bytes:
    stream = io.BytesIO()
    PIXELS.save(stream, "WEBP", xmp=xmp.encode())
    return stream.getvalue()


def avi(text: str) -> bytes:
    body = text.encode() + b"\x00" * (len(text) & 1)
    info = b"INFO" + b"AIGC" + len(body).to_bytes(4, "little") + body
    chunks = b"AVI " + b"LIST" + len(info).to_bytes(4, "little") + info
    return b"RIFF" + len(chunks).to_bytes(4, "little") + chunks


def avif(xmp: str) -> bytes:
    stream = io.BytesIO()
    PIXELS.save(stream, "AVIF", xmp=xmp.encode())
    return stream.getvalue()


def gif(text: str) -> bytes:
    stream = io.BytesIO()
    PIXELS.convert("P").save(stream, "GIF", comment=text.encode())
    return stream.getvalue()


def summed(data: bytes) -> Label:
    return summarise(read(walk(data), data))


SERIALISATIONS: dict[str, Callable[[], bytes]] = {
    "png xmp element": lambda: png("XML:com.adobe.xmp", NESTED, kind="iTXt"),
    "png xmp element behind the pixels": lambda: png("XML:com.adobe.xmp", NESTED, kind="iTXt", behind=True),
    "png xmp attribute": lambda: png("XML:com.adobe.xmp", ATTRIBUTE, kind="iTXt"),
    "png xmp in a text chunk": lambda: png("XML:com.adobe.xmp", NESTED),
    "png text chunk AIGC": lambda: png("AIGC", json.dumps(FIELDS)),
    "png packed text chunk": lambda: png("AIGC", WRAPPED, kind="zTXt"),
    "png description": lambda: png("Description", "a cup " + WRAPPED),
    "png broken prefix": lambda: png(
        "XML:com.adobe.xmp", NESTED.replace("<TC260:", "<C260:").replace("</TC260:", "</C260:"), kind="iTXt"
    ),
    "png escaped twice": lambda: png("XML:com.adobe.xmp", NESTED.replace("&quot;", "&amp;quot;"), kind="iTXt"),
    "jpeg xmp": lambda: jpeg(segment(0xE1, b"http://ns.adobe.com/xap/1.0/\x00" + NESTED.encode())),
    "jpeg user comment": lambda: jpeg(segment(0xE1, exif(0x9286, b"ASCII\x00\x00\x00" + WRAPPED.encode()))),
    "jpeg user comment utf-16": lambda: jpeg(segment(0xE1, exif(0x9286, b"UNICODE\x00" + WRAPPED.encode("utf-16-le")))),
    "jpeg image description": lambda: jpeg(segment(0xE1, exif(0x010E, WRAPPED))),
    "jpeg glued application segment": lambda: jpeg(segment(0xEA, b"AIGC" + json.dumps(FIELDS).encode())),
    "jpeg comment": lambda: jpeg(segment(0xFE, b"AIGC" + json.dumps(FIELDS).encode())),
    "jpeg string in json": lambda: jpeg(segment(0xFE, json.dumps({"AIGC": json.dumps(FIELDS)}).encode())),
    "jpeg behind the end": lambda: jpeg() + WRAPPED.encode(),
    "webp xmp": lambda: webp(NESTED),
    "avif xmp": lambda: avif(NESTED),
    "gif comment": lambda: gif(WRAPPED),
    "mp4 keys": lambda: mp4(json.dumps(FIELDS)),
    "webm tags": lambda: webm(json.dumps(FIELDS)),
    "avi info": lambda: avi(json.dumps(FIELDS)),
}


class TestTc260:
    @pytest.mark.parametrize("name", SERIALISATIONS)
    def test_reads_every_serialisation_with_its_producer(self, name: str) -> None:
        label = summed(SERIALISATIONS[name]())
        assert (label.found, label.says, label.strength) == (True, "generated", "strong")
        assert label.producer == "豆包 Doubao"
        assert "tc260" in label.kinds

    @pytest.mark.parametrize(("value", "says"), [("1", "generated"), ("2", "possibly"), ("3", "suspected")])
    def test_says_what_the_value_says(self, value: str, says: str) -> None:
        assert summed(png("AIGC", json.dumps(FIELDS | {"Label": value}))).says == says

    def test_holds_an_unknown_producer_for_declared_only(self) -> None:
        label = summed(png("AIGC", json.dumps(FIELDS | {"ContentProducer": "somebody"})))
        assert (label.found, label.strength, label.producer) == (True, "moderate", "somebody")

    def test_does_not_trust_a_code_whose_check_digit_fails(self) -> None:
        label = summed(png("AIGC", json.dumps(FIELDS | {"ContentProducer": DOUBAO.replace("K640", "K641")})))
        assert label.strength == "moderate"

    def test_takes_numbers_for_strings(self) -> None:
        assert summed(png("AIGC", json.dumps(FIELDS | {"Label": 1}))).says == "generated"

    def test_reads_properties_one_by_one(self) -> None:
        text = (
            '<TC260:AIGC rdf:parseType="Resource"><TC260:Label>1</TC260:Label>'
            f"<TC260:ContentProducer>{DOUBAO}</TC260:ContentProducer></TC260:AIGC>"
        )
        assert next(iter(labels_in(text)))["ContentProducer"] == DOUBAO

    @pytest.mark.parametrize(
        "text",
        [
            '{"Label": "red", "size": 1}',
            "Label: 1 kg, produced in AIGC town",
            '{"label": "1"}',
            "{}" * 5000,
            '{"AIGC":' * 3000,
        ],
    )
    def test_sees_no_label_in_other_texts(self, text: str) -> None:
        assert list(labels_in(text)) == []

    def test_calls_an_app_export_without_its_own_ai_edited(self) -> None:
        label = summed(jpeg(segment(0xE1, exif(0x010E, '{"product":"retouch","aigc_info":{"aigc_label_type":0}}'))))
        assert (label.found, label.says) == (False, "edited")


class TestOthers:
    def test_reads_iptc_source_types(self) -> None:
        uri = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
        label = summed(
            png("XML:com.adobe.xmp", f'<rdf:Description Iptc4xmpExt:DigitalSourceType="{uri}"/>', kind="iTXt")
        )
        assert (label.says, label.kinds, label.strength) == ("generated", ("iptc",), "moderate")

    def test_knows_captures_from_edits(self) -> None:
        assert source_type("http://cv.iptc.org/newscodes/digitalsourcetype/digitalCapture") == "captured"
        assert source_type("http://cv.iptc.org/newscodes/digitalsourcetype/humanEdits") == "edited"
        assert source_type("nothing") is None

    @pytest.mark.parametrize(
        ("key", "text", "producer"),
        [
            ("parameters", "a cup\nSteps: 20, Sampler: Euler a", "Stable Diffusion WebUI"),
            ("prompt", '{"3": {"class_type": "KSampler", "inputs": {}}}', "ComfyUI"),
            ("invokeai_metadata", "{}", "InvokeAI"),
            ("Software", "NovelAI", "NovelAI"),
            ("Description", "a cup --v 6 Job ID: 2b6e053b-9a65-4ca9-9e13-b6f4465164d4", "Midjourney"),
        ],
    )
    def test_reads_generators_chunks(self, key: str, text: str, producer: str) -> None:
        label = summed(png(key, text))
        assert (label.found, label.says, label.producer) == (True, "generated", producer)

    @pytest.mark.parametrize("software", ["Adobe Photoshop 25.0", "Meitu 9", "Xingtu", "CapCut"])
    def test_calls_editors_edited_not_generated(self, software: str) -> None:
        label = summed(jpeg(segment(0xE1, exif(0x0131, software))))
        assert (label.found, label.says, label.strength) == (False, "edited", "moderate")

    def test_finds_nothing_in_a_plain_camera_file(self) -> None:
        label = summed(jpeg(segment(0xE1, exif(0x010F, "Invented"))))
        assert (label.found, label.says, label.strength, label.kinds) == (False, "none", None, ())


class TestBrokenFiles:
    def test_bounds_packed_bombs(self) -> None:
        packed = b"AIGC\x00\x00" + zlib.compress(b"A" * 40_000_000)
        data = png("k", "v")
        chunk = len(packed).to_bytes(4, "big") + b"zTXt" + packed + zlib.crc32(b"zTXt" + packed).to_bytes(4, "big")
        found = walk(data[:33] + chunk + data[33:])
        assert "png.text_bomb" in found.problems

    def test_tells_an_overrunning_box(self) -> None:
        assert "bmff.box_length" in walk(mp4("{}")[:-10]).problems
