using StoreForensics.Primitives;

namespace StoreForensics.Formats.TarSplit;

/// <summary>
/// Streams the entries of a tar-split, unpacked: <c>tar-data.json.gz</c> (1.8 and 1.9), <c>tar-split.json.gz</c> (1.10 and later),
/// <c>&lt;id&gt;.tar-split.gz</c> (Podman). Damage becomes problems; offsets are those of the uncompressed lines.
/// </summary>
/// <param name="plain">The lines, of a <see cref="Evidence.StoredFile"/> that was opened plain. Not disposed.</param>
/// <param name="problems">Told of damage.</param>
/// <param name="origin">The file.</param>
internal sealed class TarSplitReader(Stream plain, ProblemLog problems, Origin origin) : TarRecordReader(problems, origin)
{
    /// <summary>Longest line read. Headers have kilobytes; PAX records can hold megabytes.</summary>
    public const int MaxLineBytes = 64 << 20;

    private long _next;

    public override string Words => "its tar-split";

    public override IEnumerable<TarSplitEntry> Read()
    {
        var lines = new LineReader(plain, MaxLineBytes);
        while (TryNext(lines, out TarSplitEntry? entry))
        {
            if (entry is null)
                continue;
            if (entry.Position != _next)
                Damage("SF-TARSPLIT-0003", entry.Offset,
                    $"entry {entry.Position} of the tar-split stands where {_next} is expected: entries are missing or were moved");
            _next = entry.Position + 1;
            yield return entry;
        }
        // Even of a layer without files the end of its tar is recorded.
        if (_next == 0 && IsWhole)
            Damage("SF-TARSPLIT-0008", 0, "the tar-split holds no entry");
    }

    private bool TryNext(LineReader lines, out TarSplitEntry? entry)
    {
        entry = null;
        try
        {
            ReadOnlySpan<byte> line = lines.Next();
            if (line.IsEmpty)
                return false;
            if (!line.ContainsAnyExcept(" \r\n\t"u8))
                return true;
            entry = TarSplitLine.TryParse(line, lines.Offset);
            if (entry is null)
                Damage("SF-TARSPLIT-0002", lines.Offset, "a line of the tar-split is no entry" + (line.Length >= MaxLineBytes ? ": it is too long" : ""));
            return true;
        }
        catch (EvidenceFormatException e)
        {
            Damage("SF-TARSPLIT-0001", lines.Offset, "the rest of the tar-split cannot be read: " + DisplayText.Escape(e.Message));
            return false;
        }
    }

    private void Damage(string code, long offset, string message)
    {
        IsWhole = false;
        Problems.Damage(code, Origin with { Offset = offset }, message);
    }
}
