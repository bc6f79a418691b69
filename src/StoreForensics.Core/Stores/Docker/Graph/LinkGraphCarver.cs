using System.Text;
using StoreForensics.Formats.Sqlite;
using StoreForensics.Primitives;

namespace StoreForensics.Stores.Docker.Graph;

/// <summary>
/// Finds deleted rows of <c>edge</c> in the free space of a link graph. A deleted cell loses its first four bytes to the free list (SQLite file format,
/// section 1.6 "Free block"), which leaves the tail of the record header: the last byte of the first column's serial type, then those of parent and name.
/// Matching on these instead of on hex digits alone cannot be off by one.
/// </summary>
internal static class LinkGraphCarver
{
    private const int IdLength = 64;
    private const int TextBase = 13; // serial type of a text of n bytes: 13 + 2n (SQLite file format, section 2.1)
    private const int MaxName = 512;
    private const int MaxFound = 100_000;

    /// <summary>Edges in the pages that are not among the live ones, in the order of their
    /// place, each once. No record leaves its page: ids and names are short.</summary>
    public static IReadOnlyList<(Origin Origin, LinkGraph.Edge Edge)> Carve(IEnumerable<SqlitePage> pages, IEnumerable<LinkGraph.Edge> live)
    {
        var seen = new HashSet<LinkGraph.Edge>(live);
        var found = new List<(Origin, LinkGraph.Edge)>();
        foreach (SqlitePage page in pages)
        {
            ReadOnlySpan<byte> bytes = page.Bytes.Span;
            for (int at = 1; at < bytes.Length && found.Count < MaxFound; at++)
            {
                if (bytes[at - 1] == 0x0d && At(bytes, at) is { } edge && seen.Add(edge))
                    found.Add((page.At(at), edge));
            }
        }
        return found;
    }

    // 0x0d ends the serial type 0x81 0x0d of a 64-byte text: the entity. Then the parent's: "0" or 64 bytes; then the name's.
    private static LinkGraph.Edge? At(ReadOnlySpan<byte> file, int at)
    {
        int parentLength;
        if (file[at] == TextBase + 2)
            (parentLength, at) = (1, at + 1);
        else if (at + 1 < file.Length && file[at] == 0x81 && file[at + 1] == 0x0d)
            (parentLength, at) = (IdLength, at + 2);
        else
            return null;
        if (NameLength(file, ref at) is not int nameLength || at + IdLength + parentLength + nameLength > file.Length)
            return null;
        ReadOnlySpan<byte> entity = file.Slice(at, IdLength), parent = file.Slice(at + IdLength, parentLength),
            name = file.Slice(at + IdLength + parentLength, nameLength);
        bool plausible = ObjectIds.IsHex(entity) && (parentLength == 1 ? parent[0] == (byte)'0' : ObjectIds.IsHex(parent)) && IsName(name);
        return plausible ? new LinkGraph.Edge(Encoding.ASCII.GetString(entity), Encoding.ASCII.GetString(parent), Encoding.ASCII.GetString(name)) : null;
    }

    private static int? NameLength(ReadOnlySpan<byte> file, ref int at)
    {
        int type = 0;
        for (int i = 0; i < 2 && at < file.Length; i++)
        {
            byte b = file[at++];
            type = (type << 7) | (b & 0x7f);
            if (b < 0x80)
                return type > TextBase && (type - TextBase) % 2 == 0 && (type - TextBase) / 2 <= MaxName ? (type - TextBase) / 2 : null;
        }
        return null;
    }

    // validContainerName and link aliases: [a-zA-Z0-9_.-]+ (moby v1.9.1 daemon/names.go).
    private static bool IsName(ReadOnlySpan<byte> name)
    {
        foreach (byte b in name)
        {
            if (!char.IsAsciiLetterOrDigit((char)b) && b is not ((byte)'_' or (byte)'.' or (byte)'-'))
                return false;
        }
        return true;
    }
}
