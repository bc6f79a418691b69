using System.Text;
using StoreForensics.Findings.Contents;

namespace StoreForensics.Tests.Findings.Contents;

/// <summary>What first bytes say a file is, and the texts in a program.</summary>
public sealed class FileKindsTests
{
    [TestCase("", "empty")]
    [TestCase("#!/bin/sh -e\necho\n", "script for /bin/sh -e")]
    [TestCase("\n<?php system($_GET[0]);\n", "PHP script")]
    [TestCase("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n", "PEM openssh private key")]
    [TestCase("* * * * * root true\n", "text")]
    [TestCase("caf\u00e9 \u4e2d\n", "text")]
    [TestCase("a\0b", "data")]
    [TestCase("SQLite format 3\0", "SQLite database")]
    public void By_the_first_bytes(string text, string expected) => Assert.That(FileKinds.Of(Encoding.UTF8.GetBytes(text)), Is.EqualTo(expected));

    [TestCase(2, 62, false, "ELF program for x86-64")]
    [TestCase(3, 183, false, "ELF program or library for ARM 64-bit")]
    [TestCase(1, 40, true, "ELF object file for ARM")]
    [TestCase(9, 999, false, "ELF file for machine 999")]
    public void Of_a_program(int type, int machine, bool isBig, string expected) => Assert.That(FileKinds.Of(Elf(type, machine, isBig)), Is.EqualTo(expected));

    [Test]
    public void A_program_cut_short_is_still_one() => Assert.That(FileKinds.Of([0x7f, .. "ELF\x02"u8]), Is.EqualTo("ELF, cut short"));

    [Test]
    public void A_text_cut_inside_a_character_is_text()
    {
        byte[] text = Encoding.UTF8.GetBytes("caf\u00e9\u4e2d");
        for (int length = 1; length <= text.Length; length++)
            Assert.That(FileKinds.IsText(text.AsSpan(0, length)), Is.True, length.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.That(FileKinds.IsText([(byte)'a', 0xff, (byte)'b', (byte)'c', (byte)'d', (byte)'e']), Is.False);
    }

    [Test]
    public void Texts_of_a_program_lie_between_zero_bytes()
    {
        byte[] program = [.. Elf(2, 62, false), .. "\0/proc/seH\x1f"u8, .. "\0stratum+tcp://pool\0@@@@@@@@@@@@\0short\0connection lost\0"u8];
        Assert.That(PrintableRuns.Of(program, 8), Is.EqualTo(new[] { "stratum+tcp://pool", "connection lost" }));
        Assert.That(PrintableRuns.Of(program, 1), Has.Length.EqualTo(1));
    }

    private static byte[] Elf(int type, int machine, bool isBig)
    {
        byte[] head = new byte[64];
        (head[0], head[1], head[2], head[3], head[4], head[5]) = (0x7f, (byte)'E', (byte)'L', (byte)'F', 2, (byte)(isBig ? 2 : 1));
        (byte Low, byte High) t = ((byte)type, (byte)(type >> 8)), m = ((byte)machine, (byte)(machine >> 8));
        (head[16], head[17], head[18], head[19]) = isBig ? (t.High, t.Low, m.High, m.Low) : (t.Low, t.High, m.Low, m.High);
        return head;
    }
}
