using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using Microsoft.Win32.SafeHandles;

namespace StoreForensics.Cli.Extraction;

/// <summary>The imports of <see cref="LibC"/> with names as arrays and errors as values: 0 or a descriptor, else the negated error number.</summary>
internal static unsafe class Calls
{
    public const int NotPermitted = 1;
    public const int NoEntry = 2;
    public const int Exists = 17;

    private const int WriteOnly = 1;
    private const int Create = 0x40;
    private const int Exclusive = 0x80;
    private const int CloseOnExec = 0x80000;
    private const int AtSymlinkNoFollow = 0x100;
    private const int AtNoAutomount = 0x800;
    private const int AtEmptyPath = 0x1000;
    private const int CurrentDirectory = -100;

    private static readonly int s_directory = IsSwapped ? 0x4000 : 0x10000;
    private static readonly int s_noFollow = IsSwapped ? 0x8000 : 0x20000;

    /// <summary>Whether the numbers here hold on this machine.</summary>
    public static bool IsKnownSystem => OperatingSystem.IsLinux() && RuntimeInformation.ProcessArchitecture
        is Architecture.X64 or Architecture.Arm64 or Architecture.RiscV64 or Architecture.LoongArch64 or Architecture.S390x or Architecture.Ppc64le;

    private static bool IsSwapped => RuntimeInformation.ProcessArchitecture is Architecture.Arm64 or Architecture.Ppc64le;

    public static byte[] Name(ReadOnlySpan<byte> bytes) => [.. bytes, 0];

    /// <summary>The directory that the user named, through whatever links.</summary>
    public static int OpenTarget(string path)
    {
        fixed (byte* p = Name(Encoding.UTF8.GetBytes(path)))
            return Result(LibC.Open(p, s_directory | CloseOnExec, 0));
    }

    /// <summary>A directory by one name; a link is an error.</summary>
    public static int OpenDirectory(int directory, byte[] name)
    {
        fixed (byte* p = name)
            return Result(LibC.OpenAt(directory, p, s_directory | s_noFollow | CloseOnExec, 0));
    }

    /// <summary>A new file by one name; whatever has the name already is an error.</summary>
    public static int CreateFile(int directory, byte[] name, out SafeFileHandle? file)
    {
        file = null;
        fixed (byte* p = name)
        {
            int descriptor = Result(LibC.OpenAt(directory, p, WriteOnly | Create | Exclusive | s_noFollow | CloseOnExec, 0x180));
            if (descriptor >= 0)
                file = new SafeFileHandle(descriptor, ownsHandle: true);
            return Math.Min(descriptor, 0);
        }
    }

    public static void Close(int descriptor)
    {
        if (descriptor >= 0)
            _ = LibC.Close(descriptor);
    }

    public static int MakeDirectory(int directory, byte[] name)
    {
        fixed (byte* p = name)
            return Result(LibC.MakeDirectory(directory, p, 0x1c0));
    }

    public static int MakeSymlink(int directory, byte[] name, ReadOnlySpan<byte> target)
    {
        fixed (byte* p = name, t = Name(target))
            return Result(LibC.MakeSymlink(t, directory, p));
    }

    public static int MakeLink(int fromDirectory, byte[] from, int directory, byte[] name)
    {
        fixed (byte* f = from, p = name)
            return Result(LibC.MakeLink(fromDirectory, f, directory, p, 0));
    }

    /// <summary>A device, FIFO or socket; type bits as in <c>st_mode</c>. Numbers as <c>makedev(3)</c> packs them.</summary>
    public static int MakeNode(int directory, byte[] name, uint type, uint major, uint minor)
    {
        ulong device = ((ulong)(major & 0xfff) << 8) | ((ulong)(major & ~0xfffu) << 32) | (minor & 0xff) | ((ulong)(minor & ~0xffu) << 12);
        fixed (byte* p = name)
            return Result(LibC.MakeNode(directory, p, type | 0x180, device));
    }

    /// <summary>Removes a name that is no directory.</summary>
    public static int Unlink(int directory, byte[] name)
    {
        fixed (byte* p = name)
            return Result(LibC.Unlink(directory, p, 0));
    }

    /// <summary>Removes an empty directory.</summary>
    public static int RemoveDirectory(int directory, byte[] name)
    {
        const int removeDirectory = 0x200;
        fixed (byte* p = name)
            return Result(LibC.Unlink(directory, p, removeDirectory));
    }

    public static int ChangeMode(int descriptor, uint mode) => Result(LibC.ChangeMode(descriptor, mode));

    /// <summary>Of a name that was just made and is no link.</summary>
    public static int ChangeMode(int directory, byte[] name, uint mode)
    {
        fixed (byte* p = name)
            return Result(LibC.ChangeModeAt(directory, p, mode, 0));
    }

    /// <summary>Of the name itself, or with an empty name of what is open.</summary>
    public static int ChangeOwner(int directory, byte[] name, uint uid, uint gid)
    {
        fixed (byte* p = name)
            return Result(LibC.ChangeOwner(directory, p, uid, gid, AtSymlinkNoFollow | AtEmptyPath));
    }

    /// <summary>Sets access and modification time of the name itself.</summary>
    public static int SetTimes(int directory, byte[] name, long seconds, long nanoseconds)
    {
        long* times = stackalloc long[4] { seconds, nanoseconds, seconds, nanoseconds };
        fixed (byte* p = name)
            return Result(LibC.SetTimes(directory, p, times, AtSymlinkNoFollow));
    }

    /// <summary>The same of what is open.</summary>
    public static int SetTimes(int descriptor, long seconds, long nanoseconds)
    {
        long* times = stackalloc long[4] { seconds, nanoseconds, seconds, nanoseconds };
        return Result(LibC.SetTimesOpen(descriptor, times));
    }

    /// <summary>Of the name itself, by way of the open directory's entry in <c>/proc</c>:
    /// only its last part is a name, and no link is followed there.</summary>
    public static int SetXattr(int directory, byte[] name, string attribute, byte[] value)
    {
        byte[] path = [.. Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{directory}/")), .. name];
        fixed (byte* p = path, a = Name(Encoding.UTF8.GetBytes(attribute)), v = value)
            return Result(LibC.SetXattr(p, a, v, (nuint)value.Length, 0));
    }

    /// <summary>Device and inode of what is open: the same directory is the same pair.</summary>
    public static int Identity(int descriptor, out (ulong Device, ulong Inode) identity)
    {
        // struct statx of linux/stat.h: stx_ino at 32, stx_dev_major and stx_dev_minor at 136.
        const uint inode = 0x100;
        byte* facts = stackalloc byte[256];
        byte none = 0;
        int result = Result(LibC.Stat(descriptor, &none, AtEmptyPath, inode, facts));
        var read = new ReadOnlySpan<byte>(facts, 256);
        identity = result < 0 ? default : (BitConverter.ToUInt64(read[136..144]), BitConverter.ToUInt64(read[32..40]));
        return result;
    }

    /// <summary>Whom this process acts as.</summary>
    public static uint User => LibC.User();

    /// <summary>What a path names, or what that leads to: device, inode, number of names, owner, and <c>st_mode</c>.</summary>
    public static int Facts(byte[] path, bool follow, out (ulong Device, ulong Inode, uint Links, uint Owner, ushort Mode) facts)
    {
        // struct statx: stx_nlink at 16, stx_uid at 20, stx_mode at 28; STATX_TYPE, STATX_MODE, STATX_NLINK, STATX_UID and STATX_INO.
        byte* result = stackalloc byte[256];
        fixed (byte* p = path)
        {
            int code = Result(LibC.Stat(CurrentDirectory, p, AtNoAutomount | (follow ? 0 : AtSymlinkNoFollow), 0x10f, result));
            var read = new ReadOnlySpan<byte>(result, 256);
            facts = code < 0 ? default
                : (BitConverter.ToUInt64(read[136..144]), BitConverter.ToUInt64(read[32..40]), BitConverter.ToUInt32(read[16..20]),
                    BitConverter.ToUInt32(read[20..24]), BitConverter.ToUInt16(read[28..30]));
            return code;
        }
    }

    /// <summary>Adds the names in an open directory, without <c>.</c> and <c>..</c>; each ends in NUL.</summary>
    public static int List(int directory, List<byte[]> names)
    {
        // readdir closes what it was given: a descriptor of its own.
        int own = OpenDirectory(directory, ".\0"u8.ToArray());
        if (own < 0)
            return own;
        nint listing = LibC.OpenListing(own);
        if (listing == 0)
        {
            Close(own);
            return -NoEntry;
        }
        // struct dirent of 64-bit Linux: d_name at 19.
        for (byte* entry = LibC.ReadListing(listing); entry != null; entry = LibC.ReadListing(listing))
        {
            ReadOnlySpan<byte> name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(entry + 19);
            if (!name.SequenceEqual("."u8) && !name.SequenceEqual(".."u8))
                names.Add(Name(name));
        }
        _ = LibC.CloseListing(listing);
        return 0;
    }

    /// <summary>The directory above an open one.</summary>
    public static int OpenParent(int descriptor) => OpenDirectory(descriptor, "..\0"u8.ToArray());

    /// <summary>What an error number means, in words that do not depend on the machine's language.</summary>
    public static string Words(int error) => -error switch
    {
        NotPermitted => "operation not permitted",
        5 => "input/output error",
        13 => "permission denied",
        24 => "too many open files",
        27 => "file too large",
        28 => "no space left on device",
        30 => "read-only file system",
        36 => "name too long",
        95 => "operation not supported",
        122 => "disk quota exceeded",
        _ => string.Create(CultureInfo.InvariantCulture, $"error {-error}"),
    };

    private static int Result(int result) => result < 0 ? -Marshal.GetLastPInvokeError() : result;
}
