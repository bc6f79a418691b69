using System.Runtime.InteropServices;

namespace StoreForensics.Ingest.Directories.Linux;

/// <summary>
/// The imports of <see cref="LibC"/> with names as arrays and errors as values: a negative result is the negated error number. Names are passed NUL-terminated,
/// as <see cref="Name"/> makes them.
/// </summary>
internal static unsafe class Calls
{
    private const int MaxTarget = 65536;
    private static readonly byte[] s_this = "\0"u8.ToArray();

    public static byte[] Name(ReadOnlySpan<byte> bytes)
    {
        byte[] name = new byte[bytes.Length + 1];
        bytes.CopyTo(name);
        return name;
    }

    /// <summary>open(2): the only call that follows links, so for the path that the user typed and for /proc.</summary>
    public static int Open(byte[] path, int flags)
    {
        fixed (byte* p = path)
        {
            int descriptor;
            do
                descriptor = LibC.Open(p, flags | OpenFlags.CloseOnExec, 0);
            while (descriptor < 0 && Errno.Last == Errno.Interrupted);
            return descriptor < 0 ? -Errno.Last : descriptor;
        }
    }

    /// <summary>openat(2) of one name, never through a link.</summary>
    public static int OpenAt(int directory, byte[] name, int flags)
    {
        fixed (byte* p = name)
        {
            int descriptor;
            do
                descriptor = LibC.OpenAt(directory, p, flags | OpenFlags.NoFollow | OpenFlags.CloseOnExec, 0);
            while (descriptor < 0 && Errno.Last == Errno.Interrupted);
            return descriptor < 0 ? -Errno.Last : descriptor;
        }
    }

    /// <summary>A directory opened for listing; O_NOATIME is refused (EPERM) for the files of others, then it is opened without.</summary>
    public static int OpenDirectory(int parent, byte[] name, out bool mayTouch)
    {
        int flags = OpenFlags.Directory | OpenFlags.NonBlocking;
        int descriptor = OpenAt(parent, name, flags | OpenFlags.NoAccessTime);
        mayTouch = descriptor == -Errno.NotPermitted;
        return mayTouch ? OpenAt(parent, name, flags) : descriptor;
    }

    public static void Close(int descriptor)
    {
        if (descriptor >= 0)
            _ = LibC.Close(descriptor);
    }

    /// <summary>Facts of a name, not of what it may link to.</summary>
    public static int Stat(int directory, byte[] name, out Statx facts)
    {
        facts = default;
        fixed (byte* p = name)
        fixed (Statx* f = &facts)
        {
            return LibC.Statx(directory, p, OpenFlags.AtSymlinkNoFollow | OpenFlags.AtNoAutomount | OpenFlags.AtEmptyPath, Statx.Wanted, f) < 0 ? -Errno.Last
                : 0;
        }
    }

    /// <summary>Facts of what is open.</summary>
    public static int Stat(int descriptor, out Statx facts) => Stat(descriptor, s_this, out facts);

    /// <summary>Facts of the file system; null when it gives none.</summary>
    public static FileSystemStatus? FileSystem(int descriptor)
    {
        FileSystemStatus status;
        return LibC.StatFileSystem(descriptor, &status) < 0 ? null : status;
    }

    /// <summary>All names of an open directory but <c>.</c> and <c>..</c>, NUL-terminated, in byte order. What was read before an error is kept.</summary>
    public static int List(int descriptor, List<byte[]> names)
    {
        int own = LibC.Duplicate(descriptor); // closedir closes what it was given
        if (own < 0)
            return -Errno.Last;
        nint listing = LibC.OpenListing(own);
        if (listing == 0)
        {
            int error = Errno.Last;
            Close(own);
            return -error;
        }
        int result = ReadNames(listing, names);
        _ = LibC.CloseListing(listing);
        names.Sort(static (a, b) => a.AsSpan().SequenceCompareTo(b));
        return result;
    }

    private static int ReadNames(nint listing, List<byte[]> names)
    {
        byte* entry;
        while ((entry = LibC.ReadListing(listing)) != null)
        {
            var name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(entry + LibC.NameInListing);
            if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
                names.Add(Name(name));
        }
        return -Errno.Last;
    }

    /// <summary>The target as recorded.</summary>
    public static int ReadLink(int directory, byte[] name, out byte[] target)
    {
        target = [];
        byte[] buffer = System.Buffers.ArrayPool<byte>.Shared.Rent(MaxTarget);
        fixed (byte* p = name, b = buffer)
        {
            nint length = LibC.ReadLinkAt(directory, p, b, MaxTarget);
            int error = Errno.Last;
            if (length >= 0)
                target = buffer.AsSpan(0, (int)length).ToArray();
            System.Buffers.ArrayPool<byte>.Shared.Return(buffer);
            return length < 0 ? -error : 0;
        }
    }
}
