using System.Text;

namespace StoreForensics.Findings.Contents;

/// <summary>What a file's first bytes say it is, in a few words. Only what is certain by them is told.</summary>
internal static class FileKinds
{
    private static readonly (byte[] Magic, string Words)[] s_magics =
    [
        ([0x1f, 0x8b], "gzip"), ([0xfd, (byte)'7', (byte)'z', (byte)'X', (byte)'Z', 0], "xz"), ([0x28, 0xb5, 0x2f, 0xfd], "Zstandard"),
        ([.. "BZh"u8], "bzip2"), ([(byte)'P', (byte)'K', 3, 4], "zip"), ([.. "MZ"u8], "DOS or Windows program"), ([.. "SQLite format 3\0"u8], "SQLite database"),
        ([0x89, .. "PNG"u8], "PNG picture"), ([.. "%PDF-"u8], "PDF"), ([0xca, 0xfe, 0xba, 0xbe], "Java class or Mach-O program"),
        ([.. "!<arch>\n"u8], "ar archive"), ([.. "OpenVPN"u8], "OpenVPN file"),
    ];

    /// <summary>System V ABI, chapter 4: the first bytes of an object file.</summary>
    public static ReadOnlySpan<byte> ElfMagic => [0x7f, (byte)'E', (byte)'L', (byte)'F'];

    /// <param name="head">The first bytes, or all.</param>
    public static string Of(ReadOnlySpan<byte> head)
    {
        if (head.IsEmpty)
            return "empty";
        if (head.StartsWith(ElfMagic))
            return Elf(head);
        if (head.StartsWith("#!"u8) && IsText(head))
            return "script for " + Interpreter(head);
        foreach ((byte[] magic, string words) in s_magics)
        {
            if (head.StartsWith(magic))
                return words;
        }
        if (head.Length > 262 && head[257..].StartsWith("ustar"u8))
            return "tar";
        if (head.TrimStart(" \t\r\n"u8).StartsWith("<?php"u8))
            return "PHP script";
        if (head.StartsWith("-----BEGIN "u8) && head.IndexOf("-----\n"u8) is var end and > 11 and < 80)
            return "PEM " + Printable(head[11..end]).ToLowerInvariant();
        return IsText(head) ? "text" : "data";
    }

    /// <summary>Whether a private key in PEM (RFC 7468; OpenSSH's own form too) is among the first bytes.</summary>
    public static bool IsPrivateKey(ReadOnlySpan<byte> head) => head.IndexOf("PRIVATE KEY-----"u8) >= 0;

    /// <summary>Whether it is UTF-8 (a cut at the end aside) without control characters but those of plain text.</summary>
    public static bool IsText(ReadOnlySpan<byte> head)
    {
        foreach (byte b in head)
        {
            if (b < 0x20 && b is not ((byte)'\t' or (byte)'\n' or (byte)'\r' or 0x1b or (byte)'\f'))
                return false;
        }
        int last = head.Length;
        while (last > 0 && last > head.Length - 4 && (head[last - 1] & 0xc0) == 0x80)
            last--;
        return System.Text.Unicode.Utf8.IsValid(head[..Math.Max(0, last - (last > 0 && head[last - 1] >= 0xc0 ? 1 : 0))]);
    }

    // System V ABI, chapter 4: e_ident[EI_CLASS] at 4, [EI_DATA] at 5, e_type at 16, e_machine at 18.
    private static string Elf(ReadOnlySpan<byte> head)
    {
        if (head.Length < 20)
            return "ELF, cut short";
        bool isBig = head[5] == 2;
        int type = isBig ? head[17] : head[16], machine = isBig ? (head[18] << 8) | head[19] : head[18] | (head[19] << 8);
        string what = type switch
        {
            1 => "object file",
            2 => "program",
            3 => "program or library",
            4 => "core dump",
            _ => "file",
        };
        string processor = machine switch
        {
            3 => "x86",
            40 => "ARM",
            62 => "x86-64",
            183 => "ARM 64-bit",
            243 => "RISC-V",
            _ => "machine " + machine.ToString(System.Globalization.CultureInfo.InvariantCulture),
        };
        return $"ELF {what} for {processor}";
    }

    private static string Interpreter(ReadOnlySpan<byte> head)
    {
        ReadOnlySpan<byte> line = head[2..];
        int end = line.IndexOf((byte)'\n');
        return Printable((end < 0 ? line : line[..end]).Trim(" \t\r"u8));
    }

    private static string Printable(ReadOnlySpan<byte> text) => Primitives.DisplayText.Escape(Encoding.UTF8.GetString(text[..Math.Min(text.Length, 60)]));
}
