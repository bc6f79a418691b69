using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Primitives;
using StoreForensics.Timeline;

namespace StoreForensics.Tests.Reports.Data;

/// <summary>An event to be, with bytes of its own.</summary>
internal sealed record EventDraft
{
    public required Timestamp Time { get; init; }

    public required EventType Type { get; init; }

    public required EventSubject Subject { get; init; }

    public string TimeMeaning { get; init; } = "Content modified";

    public byte[] Message { get; init; } = [];

    public byte[] Path { get; init; } = [];

    public char? Change { get; init; }

    public EntryKind? Kind { get; init; }

    public int? Mode { get; init; }

    public long? Uid { get; init; }

    public long? Gid { get; init; }

    public long? Size { get; init; }

    public byte[] LinkTarget { get; init; } = [];

    public byte[] Sha256 { get; init; } = [];

    public ulong Inode { get; init; }

    public string Tag { get; init; } = "";

    public byte[] Origin { get; init; } = [];

    /// <summary>Bytes of a text; in it, each character up to U+00FF after a <c>‹</c> and before a <c>›</c> is one byte.</summary>
    public static byte[] Bytes(string text)
    {
        var bytes = new List<byte>();
        bool raw = false;
        foreach (Rune rune in text.EnumerateRunes())
        {
            if (rune.Value is '‹' or '›')
                raw = rune.Value == '‹';
            else if (raw)
                bytes.Add((byte)rune.Value);
            else
                bytes.AddRange(Encoding.UTF8.GetBytes(rune.ToString()));
        }
        return [.. bytes];
    }
}
