using System.Globalization;
using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Ingest.Directories.Linux;

/// <summary>
/// Reads extended attributes of a name in an open directory. libc has no such *at call, so the name is looked up in the thread's own working directory, or,
/// where a thread may not have one, through the directory's entry in <c>/proc/self/fd</c>: no other component can be swapped for a link, and a path never
/// gets longer than that. Belongs to one thread; <see cref="ThreadDirectory"/>.
/// </summary>
internal sealed unsafe class Xattrs(bool hasOwnWorkingDirectory)
{
    // XATTR_LIST_MAX and XATTR_SIZE_MAX of linux/limits.h: the kernel hands out no more.
    private readonly byte[] _names = new byte[65536];
    private readonly byte[] _value = new byte[65536];
    private byte[] _path = new byte[512];
    private int _pathPrefix;

    /// <summary>Whether /proc is there to read through.</summary>
    public static bool HasProc
    {
        get
        {
            int descriptor = Calls.Open("/proc/self/fd\0"u8.ToArray(), OpenFlags.PathOnly | OpenFlags.Directory);
            Calls.Close(descriptor);
            return descriptor >= 0;
        }
    }

    /// <summary>Sets the directory that <see cref="Read"/> looks in.</summary>
    public void EnterDirectory(int descriptor)
    {
        _pathPrefix = hasOwnWorkingDirectory && LibC.ChangeDirectory(descriptor) == 0
            ? 0
            : Encoding.ASCII.GetBytes(string.Create(CultureInfo.InvariantCulture, $"/proc/self/fd/{descriptor}/"), _path);
    }

    /// <summary>All attributes in the order that the file system gives, null when there are
    /// none. What could be read stands even if the result is a negated error.</summary>
    public int Read(byte[] name, out List<ExtendedAttribute>? attributes)
    {
        attributes = null;
        if (_path.Length < _pathPrefix + name.Length)
            Array.Resize(ref _path, _pathPrefix + name.Length);
        name.CopyTo(_path.AsSpan(_pathPrefix));
        fixed (byte* path = _path, names = _names)
        {
            nint length = LibC.ListXattrs(path, names, (nuint)_names.Length);
            if (length == 0)
                return 0;
            if (length < 0)
                return Errno.Last is Errno.NotSupported or Errno.NoData ? 0 : -Errno.Last;
            return ReadValues(path, names, (int)length, ref attributes);
        }
    }

    private int ReadValues(byte* path, byte* names, int length, ref List<ExtendedAttribute>? attributes)
    {
        int result = 0;
        while (length > 0)
        {
            int end = new ReadOnlySpan<byte>(names, length).IndexOf((byte)0);
            if (end < 0)
                break;
            fixed (byte* value = _value)
            {
                nint size = LibC.GetXattr(path, names, value, (nuint)_value.Length);
                if (size >= 0)
                    (attributes ??= []).Add(new ExtendedAttribute(Text(new ReadOnlySpan<byte>(names, end)), _value.AsSpan(0, (int)size).ToArray()));
                else if (Errno.Last != Errno.NoData) // gone between the two calls
                    result = -Errno.Last;
            }
            names += end + 1;
            length -= end + 1;
        }
        return result;
    }

    private static string Text(ReadOnlySpan<byte> name) =>
        System.Text.Unicode.Utf8.IsValid(name) ? Encoding.UTF8.GetString(name) : DisplayText.Escape(name);
}
