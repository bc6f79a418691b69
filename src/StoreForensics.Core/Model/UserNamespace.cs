using System.Globalization;

namespace StoreForensics.Model;

/// <summary>
/// The ids on disk of a store whose containers ran in a user namespace: with <c>userns-remap</c> the data root is called <c>UID.GID</c>, and what is 0 in a
/// container is that id on disk; how many ids were mapped is in <c>/etc/subuid</c>, not in the store. A rootless engine's map is its user's own.
/// </summary>
public sealed record UserNamespace(IdMap Uids, IdMap Gids)
{
    public UserNamespace(uint firstUid, uint firstGid)
        : this(IdMap.From(firstUid), IdMap.From(firstGid))
    {
    }

    /// <summary>Of a root of that name; null where it is no such name.</summary>
    public static UserNamespace? Named(ReadOnlySpan<byte> name)
    {
        int dot = name.IndexOf((byte)'.');
        if (dot < 0 || Id(name[..dot]) is not uint uid || Id(name[(dot + 1)..]) is not uint gid)
            return null;
        return new UserNamespace(uid, gid);
    }

    /// <summary>This namespace inside another: what its ranges call a host's id is an id of the outer one.</summary>
    public UserNamespace Within(UserNamespace? outer) => outer is null ? this : new UserNamespace(Uids.Within(outer.Uids), Gids.Within(outer.Gids));

    public uint UidInContainer(uint onDisk) => Uids.Inside(onDisk);

    public uint GidInContainer(uint onDisk) => Gids.Inside(onDisk);

    private static uint? Id(ReadOnlySpan<byte> digits) =>
        uint.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out uint id) ? id : null;
}
