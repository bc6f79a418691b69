using StoreForensics.Evidence;
using StoreForensics.Model.Builds;
using StoreForensics.Primitives;

namespace StoreForensics.Logs;

/// <summary>
/// The log of a build, <c>application/vnd.buildkit.status.v0</c>: messages, each behind its length as four bytes little-endian (buildkit v0.26
/// solver/llbsolver/history.go). What the messages are is in <see cref="BuildLogMessage"/>.
/// </summary>
public static class BuildLog
{
    /// <summary>More is not read. The builder itself cuts what a step writes at two megabytes, and hosts run tens of steps.</summary>
    public const int MaxBytes = 256 << 20;

    /// <summary>More vertices of one build are not told apart: Dockerfiles have tens.</summary>
    public const int MaxVertices = 100_000;

    private const int LengthBytes = 4;

    /// <summary>What the log last says of each vertex, in the order in which they first appear, and how many lines steps wrote.</summary>
    public static (IReadOnlyList<BuildVertex> Vertices, long Lines) Read(EntryRef log, ProblemLog problems)
    {
        var vertices = new BuildVertices();
        long lines = 0;
        foreach (BuildLogMessage message in Messages(log, problems))
        {
            vertices.Take(message.Vertices);
            lines += message.Lines.Sum(l => (long)CountOf(l.Text.Span));
        }
        return (vertices.All, lines);
    }

    /// <summary>The lines that steps wrote, in the order of the log, each with its line end if it had one.</summary>
    public static IEnumerable<BuildLogLine> Lines(EntryRef log, ProblemLog problems)
    {
        foreach (BuildLogMessage message in Messages(log, problems))
        {
            foreach (BuildLogLine piece in message.Lines)
            {
                foreach (BuildLogLine line in Split(piece))
                    yield return line;
            }
        }
    }

    // A piece is what the step wrote at once.
    private static IEnumerable<BuildLogLine> Split(BuildLogLine piece)
    {
        for (ReadOnlyMemory<byte> rest = piece.Text; !rest.IsEmpty;)
        {
            int end = rest.Span.IndexOf((byte)'\n'), length = end < 0 ? rest.Length : end + 1;
            yield return piece with { Text = rest[..length] };
            rest = rest[length..];
        }
    }

    private static int CountOf(ReadOnlySpan<byte> text) => text.Count((byte)'\n') + (text.IsEmpty || text[^1] == (byte)'\n' ? 0 : 1);

    private static IEnumerable<BuildLogMessage> Messages(EntryRef log, ProblemLog problems)
    {
        if (new EvidenceFiles(log.Source, problems).ReadAll(log.Node, MaxBytes) is not { } bytes)
            yield break;
        for (int at = 0; at < bytes.Length;)
        {
            int left = bytes.Length - at - LengthBytes;
            uint length = left < 0 ? uint.MaxValue : System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(bytes.AsSpan(at));
            if (length > (uint)Math.Max(left, 0))
            {
                problems.Damage("SF-BUILD-0003", log.Origin(at), "the log of the build ends inside a message; what was behind it is missing");
                yield break;
            }
            BuildLogMessage message = BuildLogMessage.Parse(bytes.AsMemory(at + LengthBytes, (int)length));
            if (message.IsDamaged)
                problems.Damage("SF-BUILD-0003", log.Origin(at),
                    $"a message of {length} bytes in the log of the build is no such message; what could be read of it is kept");
            yield return message;
            at += LengthBytes + (int)length;
        }
    }
}
