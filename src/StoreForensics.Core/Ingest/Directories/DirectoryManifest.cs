using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Directories;

/// <summary>
/// The digest of a directory: SHA-256 over a manifest of everything in it, which anyone can write again with <c>find</c>, <c>stat</c> and <c>sha256sum</c>.
/// </summary>
/// <remarks>
/// The manifest has one record for each name, the root (whose path is empty) first,
/// in byte order of the whole paths (<c>LC_ALL=C sort</c>: <c>a</c>, <c>a-b</c>,
/// <c>a/b</c>). A record is eight fields, each ended by one NUL byte, which none of them can hold:
/// <list type="number">
/// <item>kind: <c>file</c>, <c>dir</c>, <c>symlink</c>, <c>char</c>, <c>block</c>, <c>fifo</c> or <c>socket</c>;</item>
/// <item>mode: the low 12 bits as four octal digits, <c>4755</c>, <c>0644</c>;</item>
/// <item>uid, decimal;</item>
/// <item>gid, decimal;</item>
/// <item>size in decimal: bytes of a file, length of a symlink's target, 0 for the rest;</item>
/// <item>modification time: whole seconds since 1970 rounded down, a full stop, nine digits of nanoseconds after that second (a quarter of a second before
/// 1970 is <c>-1.750000000</c>);</item>
/// <item>content: of a file of less than 1 GiB (2^30 bytes) the SHA-256 of its bytes in lower-case hexadecimal; of a larger one <c>runs</c>, a blank and the
/// digest of its runs as below; of a symlink its target, of a file that could not be read <c>unreadable</c>
/// (and a problem says why), empty for the rest: neither devices nor FIFOs nor sockets are opened;</item>
/// <item>path: the names' bytes joined by <c>/</c>, without a slash before.</item>
/// </list>
/// A large file may be nearly all hole, and its copy none. It is taken in blocks of 4,096 bytes, the last of them perhaps shorter. Each longest run of blocks
/// that are not zeros alone is a line, in the file's order: offset, blank, length, blank, the SHA-256 of the run in lower-case hexadecimal, line feed; both
/// numbers decimal. The digest of the runs is the SHA-256 of these lines.
/// <para>
/// Not covered: access, change and birth times, inode and device numbers, which names are one file, extended attributes, and names that could not be listed.
/// </para>
/// </remarks>
public static class DirectoryManifest
{
    /// <summary>What the digest covers, in words for a report.</summary>
    public const string Description = "sorted manifest of kind, mode, owner, size, modification time, content digest and path of every entry";

    /// <summary>Computes it, reading every file once (a file of several names too) on two threads.</summary>
    /// <param name="source">The directory as listed.</param>
    /// <param name="problems">Gets what could not be read.</param>
    /// <param name="progress">Told the bytes hashed so far and their total, as listed; from either thread. May be null.</param>
    /// <returns>Lower-case hex, and the names of regular files that it covers.</returns>
    public static (string Hex, long Files) Compute(DirectorySource source, ProblemLog problems, Action<long, long?>? progress)
    {
        EvidenceTree tree = source.Tree;
        int[] order = PathOrder.Of(tree);
        byte[]?[] digests = new ContentDigests(source, problems, progress).Compute(order);
        using var manifest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        long files = 0;
        byte[] path = [];
        foreach (int node in order)
        {
            manifest.AppendData(Encoding.ASCII.GetBytes(Facts(tree, node)));
            manifest.AppendData(Content(tree, node, digests));
            manifest.AppendData("\0"u8);
            int length = tree.PathLength(node, EvidenceTree.Root);
            if (path.Length < length)
                path = new byte[length * 2];
            tree.WritePath(node, EvidenceTree.Root, path.AsSpan(0, length));
            manifest.AppendData(path.AsSpan(0, length));
            manifest.AppendData("\0"u8);
            files += tree[node].Kind == EntryKind.File ? 1 : 0;
        }
        return (Convert.ToHexStringLower(manifest.GetHashAndReset()), files);
    }

    private static string Facts(EvidenceTree tree, int node)
    {
        ref readonly EvidenceNode n = ref tree[node];
        string mode = Convert.ToString(n.Mode, 8).PadLeft(4, '0');
        Timestamp time = n.Modified ?? default; // a live directory's entries all have one
        return string.Create(CultureInfo.InvariantCulture, $"{n.Kind.Name()}\0{mode}\0{n.Uid}\0{n.Gid}\0{n.Size}\0{time.Seconds}.{time.Nanoseconds:D9}\0");
    }

    private static ReadOnlySpan<byte> Content(EvidenceTree tree, int node, byte[]?[] digests) => tree[node].Kind switch
    {
        EntryKind.Symlink => tree.LinkTarget(node),
        EntryKind.File when digests[tree.FirstLink(node)] is { } digest && tree[node].Size >= RunDigest.LeastFileBytes =>
            Encoding.ASCII.GetBytes("runs " + Convert.ToHexStringLower(digest)),
        EntryKind.File when digests[tree.FirstLink(node)] is { } digest => Encoding.ASCII.GetBytes(Convert.ToHexStringLower(digest)),
        EntryKind.File => "unreadable"u8,
        _ => default,
    };
}
