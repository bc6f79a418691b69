using System.Runtime.InteropServices;

namespace StoreForensics.Ingest.Directories.Linux;

/// <summary>
/// The libc functions that reading a live directory needs, and no others: .NET's own show names that are not UTF-8 as U+FFFD and cannot reopen them, hide
/// owner, change time and attributes, and touch access times. All arguments are blittable; names are NUL-terminated bytes; the error is in errno.
/// Only for 64-bit Linux: see <see cref="OpenFlags.IsKnownArchitecture"/>.
/// </summary>
internal static unsafe partial class LibC
{
    [LibraryImport("libc", EntryPoint = "open", SetLastError = true)]
    public static partial int Open(byte* path, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "openat", SetLastError = true)]
    public static partial int OpenAt(int directory, byte* name, int flags, uint mode);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);

    [LibraryImport("libc", EntryPoint = "lseek", SetLastError = true)]
    public static partial long Seek(int descriptor, long offset, int whence);

    [LibraryImport("libc", EntryPoint = "dup", SetLastError = true)]
    public static partial int Duplicate(int descriptor);

    [LibraryImport("libc", EntryPoint = "statx", SetLastError = true)]
    public static partial int Statx(int directory, byte* name, int flags, uint mask, Statx* result);

    [LibraryImport("libc", EntryPoint = "fstatfs", SetLastError = true)]
    public static partial int StatFileSystem(int descriptor, FileSystemStatus* result);

    [LibraryImport("libc", EntryPoint = "fdopendir", SetLastError = true)]
    public static partial nint OpenListing(int descriptor);

    /// <summary>A pointer to a <c>struct dirent</c>; null at the end (errno 0) and on an error.</summary>
    [LibraryImport("libc", EntryPoint = "readdir", SetLastError = true)]
    public static partial byte* ReadListing(nint listing);

    [LibraryImport("libc", EntryPoint = "closedir", SetLastError = true)]
    public static partial int CloseListing(nint listing);

    [LibraryImport("libc", EntryPoint = "readlinkat", SetLastError = true)]
    public static partial nint ReadLinkAt(int directory, byte* name, byte* target, nuint capacity);

    [LibraryImport("libc", EntryPoint = "llistxattr", SetLastError = true)]
    public static partial nint ListXattrs(byte* path, byte* names, nuint capacity);

    [LibraryImport("libc", EntryPoint = "lgetxattr", SetLastError = true)]
    public static partial nint GetXattr(byte* path, byte* name, byte* value, nuint capacity);

    [LibraryImport("libc", EntryPoint = "fchdir", SetLastError = true)]
    public static partial int ChangeDirectory(int descriptor);

    [LibraryImport("libc", EntryPoint = "unshare", SetLastError = true)]
    public static partial int Unshare(int flags);

    // Older libcs have no wrapper for these two; their numbers are the same on every architecture, as for all system calls since 5.0.
    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint OpenTree(nint number, nint directory, byte* path, nint flags);

    [LibraryImport("libc", EntryPoint = "syscall", SetLastError = true)]
    private static partial nint SetMountAttributes(nint number, nint directory, byte* path, nint flags, ulong* attributes, nint size);

    /// <summary>open_tree(2).</summary>
    public static int OpenTree(int directory, byte* path, int flags) => (int)OpenTree(428, directory, path, flags);

    /// <summary>mount_setattr(2).</summary>
    public static int SetMountAttributes(int directory, byte* path, int flags, ulong set, ulong clear)
    {
        ulong* attributes = stackalloc ulong[4] { set, clear, 0, 0 };
        return (int)SetMountAttributes(442, directory, path, flags, attributes, 32);
    }

    /// <summary>Offset of <c>d_name</c> in <c>struct dirent</c> where <c>ino_t</c> and <c>off_t</c> have 64 bits (glibc and musl).</summary>
    public const int NameInListing = 19;
}
