using StoreForensics.Cli.Output;
using StoreForensics.Extraction;

namespace StoreForensics.Cli.Extraction;

/// <summary>One directory on the way from the target to where entries are being made.</summary>
internal sealed class OpenDirectory
{
    public required byte[] Name { get; init; }

    /// <summary>-1 while it is closed, far up.</summary>
    public int Descriptor { get; set; } = -1;

    public required (ulong Device, ulong Inode) Identity { get; init; }

    /// <summary>What it is to look like in the end; null for the target and for directories that the evidence only implies.</summary>
    public ExtractedEntry? Entry { get; set; }
}

/// <summary>
/// The directories from the target down to the current one. Each is opened by one name below the one above, never through a link, so that nothing can lead
/// out. Only the nearest are kept open; one further up is opened again from below and must still be the same.
/// </summary>
/// <param name="target">The directory that all lies below.</param>
/// <param name="shown">What the user calls it.</param>
/// <param name="leave">Is told each that is left.</param>
internal sealed class OpenDirectories(string target, string shown, Action<OpenDirectory> leave) : IDisposable
{
    private const int KeptOpen = 64;

    private readonly List<OpenDirectory> _stack = [];

    public OpenDirectory Current => _stack[^1];

    public int Depth => _stack.Count - 1;

    public OpenDirectory this[int depth] => _stack[depth];

    /// <exception cref="OutputException">It cannot be opened.</exception>
    public void Start()
    {
        int descriptor = Calls.OpenTarget(target);
        if (descriptor < 0)
            throw Failure(descriptor);
        Push([], descriptor);
    }

    /// <summary>Goes down into an open directory.</summary>
    public void Push(byte[] name, int descriptor)
    {
        int result = Calls.Identity(descriptor, out (ulong, ulong) identity);
        if (result < 0)
            throw Failure(result);
        _stack.Add(new OpenDirectory { Name = name, Descriptor = descriptor, Identity = identity });
        if (_stack.Count > KeptOpen + 1 && _stack[^(KeptOpen + 1)] is { } far && far != _stack[0])
        {
            Calls.Close(far.Descriptor);
            far.Descriptor = -1;
        }
    }

    /// <summary>Goes up; the directory that is left gets its own metadata first.</summary>
    public void Pop()
    {
        OpenDirectory left = Current;
        OpenDirectory above = _stack[^2];
        if (above.Descriptor < 0)
            above.Descriptor = Reopen(left.Descriptor, above);
        leave(left);
        Calls.Close(left.Descriptor);
        _stack.RemoveAt(_stack.Count - 1);
    }

    public OutputException Failure(int result) => new($"{Primitives.DisplayText.Escape(shown)} cannot be written: {Calls.Words(result)}");

    public void Dispose()
    {
        foreach (OpenDirectory directory in _stack)
            Calls.Close(directory.Descriptor);
        _stack.Clear();
    }

    private int Reopen(int below, OpenDirectory above)
    {
        int descriptor = Calls.OpenParent(below);
        if (descriptor < 0)
            throw Failure(descriptor);
        if (Calls.Identity(descriptor, out (ulong, ulong) identity) < 0 || identity != above.Identity)
        {
            Calls.Close(descriptor);
            throw new OutputException($"{Primitives.DisplayText.Escape(shown)} was changed by somebody else while it was written");
        }
        return descriptor;
    }
}
