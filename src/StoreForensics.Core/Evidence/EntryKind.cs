namespace StoreForensics.Evidence;

/// <summary>What an entry is. The contract's words are in <see cref="EntryKinds.Name"/>.</summary>
public enum EntryKind : byte
{
    /// <summary>Named by a path below it but not itself in the evidence (a tar without the directory's own entry).</summary>
    Implied,
    File,
    Directory,
    Symlink,
    CharDevice,
    BlockDevice,
    Fifo,
    Socket,
}

public static class EntryKinds
{
    /// <summary>The word of the contract: <c>file</c>, <c>dir</c>, <c>symlink</c>, <c>char</c>, <c>block</c>, <c>fifo</c>, <c>socket</c>.</summary>
    public static string Name(this EntryKind kind) => kind switch
    {
        EntryKind.File => "file",
        EntryKind.Symlink => "symlink",
        EntryKind.CharDevice => "char",
        EntryKind.BlockDevice => "block",
        EntryKind.Fifo => "fifo",
        EntryKind.Socket => "socket",
        _ => "dir",
    };

    /// <summary>Whether entries can lie below it.</summary>
    public static bool IsDirectory(this EntryKind kind) => kind is EntryKind.Directory or EntryKind.Implied;
}
