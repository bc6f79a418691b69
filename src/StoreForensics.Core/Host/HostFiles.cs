using StoreForensics.Evidence;
using StoreForensics.Formats;
using StoreForensics.Model;
using StoreForensics.Primitives;

namespace StoreForensics.Host;

/// <summary>
/// Reads files of one host by their paths. No link is followed, and what is no regular file is no fault here: the null of a caller is "unknown". What is
/// there and is left out is a note; what cannot be read is damage.
/// </summary>
/// <param name="files">Opens them.</param>
/// <param name="root">The host's <c>/</c>.</param>
/// <param name="limits">How much is read.</param>
internal sealed class HostFiles(EvidenceFiles files, int root, HostLimits limits)
{
    /// <summary>Takes one line: its bytes without the line end, its number from 1, its offset (null: the file is compressed). False ends the reading.</summary>
    public delegate bool LineTaker(ReadOnlySpan<byte> line, int number, long? offset);

    private long _left = limits.TotalBytes;

    public HostLimits Limits => limits;

    public EvidenceTree Tree => files.Tree;

    public ProblemLog Problems => files.Problems;

    public Origin Root => files.Origin(root);

    public Origin Origin(int node, long? offset = null) => files.Origin(node, offset);

    /// <summary>Whatever stands at that path, or null.</summary>
    public int? Node(ReadOnlySpan<byte> path) => Tree.Find(root, path) is var node && node != EvidenceTree.None ? node : null;

    /// <summary>The regular file at that path, or null. Anything else that stands there, a symlink that a caller does not know say, is a note.</summary>
    public int? File(ReadOnlySpan<byte> path)
    {
        if (Node(path) is not int node || IsFile(node))
            return Node(path);
        Problems.Note("SF-HOST-0001", Origin(node), $"a {Tree[node].Kind.Name()} stands where the host's file is expected; it is not followed");
        return null;
    }

    public bool IsFile(int node) => Tree[node].Kind == EntryKind.File;

    public bool IsDirectory(int node) => Tree[node].Kind.IsDirectory();

    /// <summary>The entries of the directory at that path in byte order; none where there is no such directory.</summary>
    public IReadOnlyList<int> Entries(ReadOnlySpan<byte> path) => Node(path) is int node ? Entries(node) : [];

    /// <inheritdoc cref="Entries(ReadOnlySpan{byte})"/>
    public IReadOnlyList<int> Entries(int directory)
    {
        ReadOnlySpan<int> all = Tree.Children(directory);
        if (all.Length <= limits.Files)
            return all.ToArray();
        Problems.Note("SF-HOST-0002", Origin(directory), $"holds {all.Length} names; the first {limits.Files} are looked at");
        return all[..limits.Files].ToArray();
    }

    /// <summary>A small file whole; null when it is too large, empty or unreadable.</summary>
    public byte[]? ReadAll(int node)
    {
        if (Tree[node].Size <= limits.ConfigurationBytes)
            return files.ReadAll(node) is { Length: > 0 } bytes ? bytes : null;
        Problems.Note("SF-HOST-0003", Origin(node), $"{Tree[node].Size} bytes are too many for a file of this kind; it is not read");
        return null;
    }

    /// <summary>Hands out the lines of a file, plain or compressed (told by its first bytes, never
    /// by its name). Only a line's first bytes where it is longer than the limit.</summary>
    public void ReadLines(int node, LineTaker take)
    {
        try
        {
            using StoredFile file = files.OpenPlain(node);
            ReadLines(node, file, take, isCompressed: file.Compression is not null);
        }
        catch (EvidenceFormatException e)
        {
            Problems.Damage("SF-HOST-0004", Origin(node), "cannot be read to its end: " + DisplayText.Escape(e.Message));
        }
    }

    /// <summary>The text of a line, kept.</summary>
    public HostText Keep(int node, ReadOnlySpan<byte> line, int number, long? offset) => new(line.ToArray(), Origin(node, offset), number);

    /// <summary>The lines of a file that a caller wants, at most as many as are kept of one file.</summary>
    public List<HostText> Select(int node, Func<ReadOnlySpan<byte>, bool> wanted)
    {
        var kept = new List<HostText>();
        ReadLines(node, (line, number, offset) =>
        {
            if (!wanted(line))
                return true;
            if (kept.Count >= limits.LinesOfFile)
            {
                Problems.Note("SF-HOST-0007", Origin(node), $"has more than {limits.LinesOfFile} lines that mention a container engine; the first are kept");
                return false;
            }
            kept.Add(Keep(node, line, number, offset));
            return true;
        });
        return kept;
    }

    private void ReadLines(int node, Stream stream, LineTaker take, bool isCompressed)
    {
        var reader = new LineReader(stream, limits.LineBytes);
        long left = Math.Min(limits.LogBytes, _left);
        bool goesOn = false; // the piece at hand continues a line that was too long
        int number = 0;
        while (true)
        {
            ReadOnlySpan<byte> piece = reader.Next();
            if (piece.IsEmpty)
                return;
            left -= piece.Length;
            _left -= piece.Length;
            bool isRest = goesOn;
            goesOn = piece[^1] != '\n' && !reader.EndsInHole;
            if (!isRest)
            {
                number++;
                ReadOnlySpan<byte> line = piece.TrimEnd("\r\n"u8);
                if (goesOn && line.Length >= limits.LineBytes)
                    Problems.Note("SF-HOST-0005", Origin(node), $"has lines of more than {limits.LineBytes} bytes; their first bytes are read");
                if (!take(line[..Math.Min(line.Length, limits.LineBytes)], number, isCompressed ? null : reader.Offset))
                    return;
            }
            if (left < 0)
            {
                Problems.Note("SF-HOST-0006", Origin(node), "is longer than what is read of a host's texts; the rest is not read");
                return;
            }
        }
    }
}
