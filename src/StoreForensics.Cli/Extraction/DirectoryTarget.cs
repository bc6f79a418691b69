using Microsoft.Win32.SafeHandles;
using StoreForensics.Cli.Output;
using StoreForensics.Evidence;
using StoreForensics.Extraction;

namespace StoreForensics.Cli.Extraction;

/// <summary>
/// Recreates entries below a directory, and nowhere else: every call takes an open directory and one name and follows no link, so that neither the names nor
/// the links of the evidence, nor links that lay in the target before, lead out of it. Permissions and times of a directory are set when it is left, for what
/// is made inside would change them.
/// </summary>
internal sealed class DirectoryTarget : IExtractionTarget, IDisposable
{
    private const int BufferBytes = 1 << 16;
    private const int HoleBytes = 4096;

    private readonly OpenDirectories _at;
    private readonly DirectoryOptions _options;
    private readonly LeftOut _leftOut;
    private readonly EntryAttributes _attributes;
    private readonly byte[] _buffer = new byte[BufferBytes];

    /// <summary>The path of the current directory; null when the last one could not be entered.</summary>
    private byte[]? _where = [];

    /// <param name="target">What the user named.</param>
    /// <param name="directory">The existing directory to write into: the same, or what becomes it.</param>
    /// <param name="options">What is recreated.</param>
    /// <param name="leftOut">What is not.</param>
    /// <exception cref="OutputException">The directory cannot be opened.</exception>
    public DirectoryTarget(OutputPlace target, string directory, DirectoryOptions options, LeftOut leftOut)
    {
        target.RequireCleared();
        _options = options;
        _leftOut = leftOut;
        _attributes = new EntryAttributes(options, leftOut);
        _at = new OpenDirectories(directory, target.Path, Leave);
        _at.Start();
    }

    public void Directory(in ExtractedEntry entry)
    {
        if (entry.Path.IsEmpty)
            return; // the target itself is the user's
        if (GoTo(entry.Path.Span, whole: true) && entry.Kind != EntryKind.Implied)
            _at.Current.Entry = entry with { Path = entry.Path.ToArray() };
    }

    public bool File(in ExtractedEntry entry, EntryContent content)
    {
        if (!GoTo(entry.Path.Span, whole: false))
            return false;
        byte[] name = LastName(entry.Path.Span);
        SafeFileHandle? file = null;
        int result = Make(name, () => Calls.CreateFile(_at.Current.Descriptor, name, out file));
        if (result < 0 || file is null)
            return Refused(result, entry.Path.Span);
        using (file)
        {
            if (!TrySetLength(file, content.Size))
            {
                _ = Calls.Unlink(_at.Current.Descriptor, name);
                _leftOut.Add("files that are too large for this file system", entry.Path.Span);
                return false;
            }
            Copy(content, file);
            if (content.Left > 0)
                _leftOut.Add("files that end early in the evidence", entry.Path.Span);
            _attributes.SetOpen((int)file.DangerousGetHandle(), _at.Current.Descriptor, name, entry);
        }
        return true;
    }

    public bool HardLink(in ExtractedEntry entry, byte[] first)
    {
        if (!GoTo(entry.Path.Span, whole: false))
            return true; // recorded; a copy would fare no better
        byte[] name = LastName(entry.Path.Span);
        int from = OpenFor(first);
        if (from >= 0)
        {
            int result = Make(name, () => Calls.MakeLink(from, LastName(first), _at.Current.Descriptor, name));
            Calls.Close(from);
            if (result >= 0)
                return true;
        }
        _leftOut.Add("hard links, which became files of their own", entry.Path.Span);
        return false;
    }

    public void Special(in ExtractedEntry entry)
    {
        if (entry.Kind != EntryKind.Symlink && !_options.Devices)
        {
            _leftOut.Add($"{Word(entry.Kind)} (--devices makes them)", entry.Path.Span);
            return;
        }
        if (!GoTo(entry.Path.Span, whole: false))
            return;
        byte[] name = LastName(entry.Path.Span);
        byte[] target = entry.LinkTarget.ToArray();
        if (entry.Kind == EntryKind.Symlink && (target.Length == 0 || target.AsSpan().Contains((byte)0)))
        {
            _leftOut.Add("symbolic links with a target that no file system holds", entry.Path.Span);
            return;
        }
        (EntryKind kind, NodeExtra extra) = (entry.Kind, entry.Extra);
        int result = Make(name, () => kind == EntryKind.Symlink
            ? Calls.MakeSymlink(_at.Current.Descriptor, name, target)
            : Calls.MakeNode(_at.Current.Descriptor, name, TypeBits(kind), extra.DeviceMajor, extra.DeviceMinor));
        if (result == -Calls.NotPermitted)
            _leftOut.Add($"{Word(kind)}, which only a privileged user makes", entry.Path.Span);
        else if (result < 0)
            Refused(result, entry.Path.Span);
        else
            _attributes.SetNamed(_at.Current.Descriptor, name, entry);
    }

    public void Complete()
    {
        while (_at.Depth > 0)
            _at.Pop();
    }

    public void Dispose() => _at.Dispose();

    private void Leave(OpenDirectory left)
    {
        if (left.Entry is { } entry)
            _attributes.SetOpen(left.Descriptor, parent: -1, [], entry);
    }

    // Makes the directories of a path current; of a whole path all names are directories, else all but the last. False when one cannot be made.
    private bool GoTo(ReadOnlySpan<byte> path, bool whole)
    {
        UnfinishedOutputs.WaitIfAbandoned();
        ReadOnlySpan<byte> directories = whole ? path : path[..Math.Max(0, path.LastIndexOf((byte)'/'))];
        return (directories.SequenceEqual(_where) || EnterAll(directories, path))
            && (IsName(path[(path.LastIndexOf((byte)'/') + 1)..]) || Refused(-Calls.NoEntry, path));
    }

    private bool EnterAll(ReadOnlySpan<byte> directories, ReadOnlySpan<byte> path)
    {
        _where = null; // until all are entered
        int depth = 0;
        foreach (Range range in directories.IsEmpty ? default : directories.Split((byte)'/'))
        {
            ReadOnlySpan<byte> name = directories[range];
            if (depth++ < _at.Depth && _at[depth].Name.AsSpan().SequenceEqual(name))
                continue;
            while (_at.Depth >= depth)
                _at.Pop();
            if (!GoDown(name, path))
                return false;
        }
        while (_at.Depth > depth)
            _at.Pop();
        _where = directories.ToArray();
        return true;
    }

    private bool GoDown(ReadOnlySpan<byte> name, ReadOnlySpan<byte> path)
    {
        if (!IsName(name))
            return Refused(-Calls.NoEntry, path);
        byte[] ended = Calls.Name(name);
        int parent = _at.Current.Descriptor;
        int made = Calls.MakeDirectory(parent, ended);
        int descriptor = made < 0 && made != -Calls.Exists ? made : Calls.OpenDirectory(parent, ended);
        if (descriptor < 0 && made == -Calls.Exists && _options.Force && Calls.Unlink(parent, ended) >= 0 && Calls.MakeDirectory(parent, ended) >= 0)
            descriptor = Calls.OpenDirectory(parent, ended);
        if (descriptor < 0)
            return Refused(made == -Calls.Exists ? made : descriptor, path);
        _at.Push(name.ToArray(), descriptor);
        return true;
    }

    // No name may be more than a name, wherever it came from.
    private static bool IsName(ReadOnlySpan<byte> name) =>
        !name.IsEmpty && !name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8) && !name.ContainsAny((byte)'/', (byte)0);

    private int Make(byte[] name, Func<int> make)
    {
        int result = make();
        if (result == -Calls.Exists && _options.Force && Calls.Unlink(_at.Current.Descriptor, name) >= 0)
            result = make();
        return result;
    }

    // The directory of a path that was made before, from the target down.
    private int OpenFor(ReadOnlySpan<byte> path)
    {
        int at = Calls.OpenDirectory(_at[0].Descriptor, ".\0"u8.ToArray());
        int slash = path.LastIndexOf((byte)'/');
        foreach (Range range in slash < 0 ? default : path[..slash].Split((byte)'/'))
        {
            if (at < 0)
                return at;
            int deeper = Calls.OpenDirectory(at, Calls.Name(path[..slash][range]));
            Calls.Close(at);
            at = deeper;
        }
        return at;
    }

    // Runs of zero bytes become holes: a sparse file of any size costs what it holds.
    private void Copy(EntryContent content, SafeFileHandle file)
    {
        long at = 0;
        while (true)
        {
            at += content.SkipHole();
            int read = content.Read(_buffer);
            if (read == 0)
                break;
            for (int from = 0; from < read; from += HoleBytes)
            {
                ReadOnlySpan<byte> piece = _buffer.AsSpan(from, Math.Min(HoleBytes, read - from));
                if (piece.ContainsAnyExcept((byte)0))
                    RandomAccess.Write(file, piece, at + from);
            }
            at += read;
        }
        RandomAccess.SetLength(file, at);
    }

    // Before anything is written: a file of holes can claim more than any file system holds.
    private static bool TrySetLength(SafeFileHandle file, long length)
    {
        try
        {
            RandomAccess.SetLength(file, length);
            return true;
        }
        catch (Exception e) when (e is IOException or ArgumentException)
        {
            return false;
        }
    }

    // Why a name could not be made: the file system's own limits are counted, a target that takes nothing more ends the extraction.
    private bool Refused(int result, ReadOnlySpan<byte> path)
    {
        string? reason = -result switch
        {
            Calls.NoEntry or 22 or 84 => "names that this file system does not take",
            36 => "names that are too long for this file system",
            Calls.Exists or 20 or 21 or 40 => "names that something else in the target has",
            _ => null,
        };
        _leftOut.Add(reason ?? throw _at.Failure(result), path);
        return false;
    }

    private static byte[] LastName(ReadOnlySpan<byte> path) => Calls.Name(path[(path.LastIndexOf((byte)'/') + 1)..]);

    private static string Word(EntryKind kind) => kind switch
    {
        EntryKind.Fifo => "FIFOs",
        EntryKind.Socket => "sockets",
        EntryKind.Symlink => "symbolic links",
        _ => "devices",
    };

    private static uint TypeBits(EntryKind kind) => kind switch
    {
        EntryKind.CharDevice => 0x2000,
        EntryKind.BlockDevice => 0x6000,
        EntryKind.Fifo => 0x1000,
        _ => 0xc000,
    };
}
