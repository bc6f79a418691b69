using System.Globalization;
using System.Text;
using Microsoft.Win32.SafeHandles;
using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Directories.Linux;

/// <summary>
/// Opens listed files again, component by component from the root. The file is first named without being opened (O_PATH) and compared with the listing, so that
/// a device or FIFO that took its place is never opened.
/// </summary>
internal sealed class LinuxFiles(int root, string evidence, AccessTimes accessTimes, ProblemLog problems) : IDisposable
{
    private const int ReadFlags = OpenFlags.NonBlocking | OpenFlags.NoTerminal;

    private readonly Lock _lock = new();

    // Files are mostly asked for directory by directory: the last one stays open.
    private int _lastNode = EvidenceTree.Root;
    private int _lastDirectory = -1;

    public Stream Open(EvidenceTree tree, int node)
    {
        int descriptor;
        lock (_lock)
        {
            int directory = Directory(tree, tree[node].Parent);
            descriptor = directory < 0 ? directory : OpenVerified(tree, node, directory);
        }
        if (descriptor < 0)
            throw Failed(tree, node, Errno.Words(-descriptor));
        return new DirectoryFileStream(new SafeFileHandle(descriptor, ownsHandle: true), tree.PathOf(node));
    }

    public void Dispose() => Forget();

    private int OpenVerified(EvidenceTree tree, int node, int directory)
    {
        byte[] name = Calls.Name(tree.Name(node));
        int named = Calls.OpenAt(directory, name, OpenFlags.PathOnly);
        if (named < 0)
            return named;
        try
        {
            int result = Calls.Stat(named, out Statx facts);
            if (result < 0)
                return result;
            if (facts.Kind != EntryKind.File || facts.Inode != tree.Extra(node).Inode)
                throw Failed(tree, node, "another file has taken its place since it was listed");
            NoteChange(tree, node, facts);
            return OpenNamed(named, directory, name);
        }
        finally
        {
            Calls.Close(named);
        }
    }

    private int OpenNamed(int named, int directory, byte[] name)
    {
        byte[] path = Calls.Name(Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{named}")));
        int descriptor = Calls.Open(path, ReadFlags | OpenFlags.NoAccessTime);
        if (descriptor == -Errno.NotPermitted)
        {
            descriptor = Calls.Open(path, ReadFlags);
            accessTimes.MayChange(descriptor);
        }
        return descriptor == -Errno.NoEntry ? Calls.OpenAt(directory, name, ReadFlags) : descriptor; // no /proc here
    }

    // The descriptor of a listed directory, which stays this class's. Starts at the last one opened if that lies above.
    private int Directory(EvidenceTree tree, int node)
    {
        var down = new Stack<int>();
        int at = node;
        for (; at != EvidenceTree.Root && at != _lastNode; at = tree[at].Parent)
            down.Push(at);
        if (at == EvidenceTree.Root && down.Count > 0)
            Forget();
        int descriptor = at == EvidenceTree.Root ? root : _lastDirectory;
        while (down.TryPop(out int next))
        {
            descriptor = Calls.OpenAt(descriptor, Calls.Name(tree.Name(next)), OpenFlags.PathOnly | OpenFlags.Directory);
            Forget();
            if (descriptor < 0)
                break;
            (_lastNode, _lastDirectory) = (next, descriptor);
        }
        return descriptor;
    }

    private void Forget()
    {
        Calls.Close(_lastDirectory);
        (_lastNode, _lastDirectory) = (EvidenceTree.Root, -1);
    }

    private void NoteChange(EvidenceTree tree, int node, in Statx facts)
    {
        if ((long)facts.Size == tree[node].Size && facts.Modified.ToTimestamp() == tree[node].Modified)
            return;
        problems.Warn(DirectoryProblems.Changed, new Origin(evidence, tree.PathOf(node)),
            "Changed after it was listed: its bytes are newer than its listed size and time.");
    }

    private static EvidenceFormatException Failed(EvidenceTree tree, int node, string why) =>
        new(DirectoryProblems.NotOpened, $"{tree.PathOf(node)} cannot be opened: {why}");
}
