using System.Runtime.InteropServices;
using System.Text;

namespace StoreForensics.Tests.Contracts;

/// <summary>Makes what .NET cannot: names of any bytes, FIFOs, devices, set-id bits, owners, attributes,
/// times in nanoseconds. Paths are relative to a root and may be longer than PATH_MAX.</summary>
internal sealed unsafe partial class TestLibC(string root)
{
    private const int AtSymlinkNoFollow = 0x100;
    private const int CloseOnExec = 0x80000;

    public static bool IsRoot => OperatingSystem.IsLinux() && geteuid() == 0;

    public static uint UserId => geteuid();

    public static uint GroupId => getegid();

    public void Directory(byte[] path) => In(path, (at, name) => Check(mkdirat(at, name, 0x1c0), path));

    public void Link(byte[] path, byte[] target) => In(path, (at, name) => In(target, (from, old) => Check(linkat(from, old, at, name, 0), path)));

    public void Symlink(byte[] path, byte[] target)
    {
        byte[] ended = [.. target, 0];
        In(path, (at, name) =>
        {
            fixed (byte* t = ended)
                Check(symlinkat(t, at, name), path);
        });
    }

    /// <summary>A FIFO, socket or device; type bits as in <c>st_mode</c>.</summary>
    public void Node(byte[] path, uint type, uint major = 0, uint minor = 0) =>
        In(path, (at, name) => Check(mknodat(at, name, type | 0x180, (major << 8) | minor), path));

    public void File(byte[] path, ReadOnlySpan<byte> content, long? sparseSize = null)
    {
        int file = -1;
        In(path, (at, name) => file = Check(openat(at, name, 0xc1 | CloseOnExec, 0x180), path));
        try
        {
            fixed (byte* c = content)
                Check((int)write(file, c, (nuint)content.Length), path);
            if (sparseSize is long size)
                Check(ftruncate(file, size), path);
        }
        finally
        {
            _ = close(file);
        }
    }

    public void Owner(byte[] path, uint uid, uint gid) => In(path, (at, name) => Check(fchownat(at, name, uid, gid, AtSymlinkNoFollow), path));

    public void Mode(byte[] path, uint mode) => In(path, (at, name) => Check(fchmodat(at, name, mode, 0), path));

    /// <summary>Sets access and modification time of the name itself.</summary>
    public void Times(byte[] path, long accessed, long modified, long nanoseconds) => In(path, (at, name) =>
    {
        long* times = stackalloc long[4] { accessed, 123456789, modified, nanoseconds };
        Check(utimensat(at, name, times, AtSymlinkNoFollow), path);
    });

    /// <summary>False where the file system has no such attributes or the user may not set them.</summary>
    public bool Xattr(byte[] path, string attribute, byte[] value)
    {
        byte[] full = [.. Encoding.UTF8.GetBytes(root), (byte)'/', .. path, 0];
        byte[] ended = [.. Encoding.UTF8.GetBytes(attribute), 0];
        fixed (byte* p = full, n = ended, v = value)
            return lsetxattr(p, n, v, (nuint)value.Length, 0) == 0;
    }

    /// <summary>As another user on this thread only; gives false when that is not allowed.</summary>
    public static bool BecomeOnThisThread(uint user)
    {
        _ = setfsuid(user);
        return setfsuid(uint.MaxValue) == (int)user;
    }

    /// <summary>Gives up all capabilities of this thread only, for good (capset(2), version 3 of its structures).</summary>
    public static bool GiveUpCapabilitiesOnThisThread()
    {
        uint* header = stackalloc uint[2] { 0x2008_0522, 0 };
        uint* none = stackalloc uint[6];
        new Span<uint>(none, 6).Clear();
        return capset(header, none) == 0;
    }

    /// <summary>Directories within directories, deeper than a path can name: at each level
    /// <c>a</c>, in which it goes on, and beside it <c>b</c> with a file.</summary>
    public void Chain(int levels)
    {
        int at = OpenStep(-100, Encoding.UTF8.GetBytes(root), []);
        fixed (byte* a = "a\0"u8, b = "b\0"u8, file = "b/file\0"u8)
        {
            for (int i = 0; i < levels; i++)
            {
                Check(mkdirat(at, b, 0x1c0), []);
                _ = close(Check(openat(at, file, 0xc1 | CloseOnExec, 0x180), []));
                Check(mkdirat(at, a, 0x1c0), []);
                int deeper = OpenStep(at, "a"u8, []);
                _ = close(at);
                at = deeper;
            }
        }
        _ = close(at);
    }

    /// <summary>Gives the current thread mounts of its own, which end with it. False when that is not allowed.</summary>
    public static bool OwnMountsOnThisThread()
    {
        const int newMounts = 0x20000, recursivelyPrivate = 0x4000 | 0x40000;
        fixed (byte* none = "none\0"u8, top = "/\0"u8)
            return unshare(newMounts) == 0 && mount(none, top, null, recursivelyPrivate, null) == 0;
    }

    /// <summary>Mounts a file system of that type, or, without one, the source directory, at a path below the root.</summary>
    public bool Mount(string source, string path, string? type)
    {
        const ulong bind = 0x1000;
        byte[] from = [.. Encoding.UTF8.GetBytes(source), 0], to = [.. Encoding.UTF8.GetBytes(Path.Combine(root, path)), 0],
            kind = [.. Encoding.UTF8.GetBytes(type ?? ""), 0];
        fixed (byte* f = from, t = to, k = kind)
            return mount(f, t, k, type is null ? bind : 0, null) == 0;
    }

    private delegate void InDirectory(int directory, byte* name);

    private void In(byte[] path, InDirectory action)
    {
        int at = OpenStep(-100, Encoding.UTF8.GetBytes(root), path); // AT_FDCWD
        int from = 0;
        for (int slash = Array.IndexOf(path, (byte)'/'); slash >= 0; slash = Array.IndexOf(path, (byte)'/', from))
        {
            int deeper = OpenStep(at, path.AsSpan(from, slash - from), path);
            _ = close(at);
            at = deeper;
            from = slash + 1;
        }
        byte[] name = from == path.Length ? "."u8.ToArray().Append((byte)0).ToArray() : [.. path.AsSpan(from), 0];
        fixed (byte* n = name)
            action(at, n);
        _ = close(at);
    }

    private static int OpenStep(int at, ReadOnlySpan<byte> name, byte[] path)
    {
        byte[] ended = [.. name, 0];
        fixed (byte* n = ended)
            return Check(openat(at, n, CloseOnExec, 0), path);
    }

    private static int Check(int result, byte[] path) => result >= 0
        ? result
        : throw new IOException($"{Encoding.Latin1.GetString(path)}: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc")]
    private static partial uint geteuid();

    [LibraryImport("libc")]
    private static partial uint getegid();

    [LibraryImport("libc")]
    private static partial int setfsuid(uint uid);

    [LibraryImport("libc")]
    private static partial int capset(uint* header, uint* data);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int openat(int at, byte* name, int flags, uint mode);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int unshare(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int mount(byte* source, byte* target, byte* type, ulong flags, byte* data);

    [LibraryImport("libc")]
    private static partial int close(int descriptor);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint write(int descriptor, byte* bytes, nuint count);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int ftruncate(int descriptor, long size);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int mkdirat(int at, byte* name, uint mode);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int mknodat(int at, byte* name, uint mode, ulong device);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int linkat(int from, byte* old, int at, byte* name, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int symlinkat(byte* target, int at, byte* name);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fchownat(int at, byte* name, uint uid, uint gid, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int fchmodat(int at, byte* name, uint mode, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int utimensat(int at, byte* name, long* times, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int lsetxattr(byte* path, byte* name, byte* value, nuint size, int flags);
}
