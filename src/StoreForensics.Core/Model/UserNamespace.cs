using System.Globalization;

namespace StoreForensics.Model;

/// <summary>
/// The first user and group id on disk of a store that ran with <c>userns-remap</c>: its data root is called <c>UID.GID</c>, and what is 0 in a container
/// is that id on disk. How many ids were mapped is in <c>/etc/subuid</c>, not in the store.
/// </summary>
public readonly record struct UserNamespace(uint FirstUid, uint FirstGid)
{
    /// <summary>What the kernel shows for an id that the namespace does not map.</summary>
    public const uint Nobody = 65534;

    /// <summary>Of a root of that name; null where it is no such name.</summary>
    public static UserNamespace? Named(ReadOnlySpan<byte> name)
    {
        int dot = name.IndexOf((byte)'.');
        if (dot < 0 || Id(name[..dot]) is not uint uid || Id(name[(dot + 1)..]) is not uint gid)
            return null;
        return new UserNamespace(uid, gid);
    }

    public uint UidInContainer(uint onDisk) => onDisk >= FirstUid ? onDisk - FirstUid : Nobody;

    public uint GidInContainer(uint onDisk) => onDisk >= FirstGid ? onDisk - FirstGid : Nobody;

    private static uint? Id(ReadOnlySpan<byte> digits) =>
        uint.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out uint id) ? id : null;
}
