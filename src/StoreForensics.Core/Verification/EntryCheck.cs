using System.Globalization;
using StoreForensics.Evidence;
using StoreForensics.Formats.TarSplit;
using StoreForensics.Model;
using StoreForensics.Model.Copies;
using StoreForensics.Model.Layout;
using StoreForensics.Primitives;

namespace StoreForensics.Verification;

/// <summary>Compares one entry on disk with the header that it was stored from, content aside (format reference, section 6, "Tamper rules").</summary>
/// <param name="files">The layer's files; what their copy lost is not compared.</param>
/// <param name="users">How ids on disk were shifted; null for not at all.</param>
/// <param name="store">The namespace that the engine itself runs in; null for none.</param>
/// <param name="traits">
/// How the directory came to be. Where files were first written (BuildKit) and the tar was made of them, they have fractions of seconds and attributes that
/// Docker's tar leaves out; others were extracted from the tar and have nothing that it has not.
/// </param>
internal sealed class EntryCheck(LayerFiles files, UserNamespace? users, UserNamespace? store, LayerTraits traits)
{
    public const string Capability = "security.capability";

    private readonly EvidenceTree _tree = files.Tree;
    private readonly CopyFacts _copy = files.Copy;
    private readonly bool _isBuiltInPlace = traits.HasFlag(LayerTraits.BuiltInPlace);

    /// <summary>Adds to the difference what is not as recorded.</summary>
    /// <param name="member">The record.</param>
    /// <param name="node">The entry.</param>
    /// <param name="isRoot">The layer's own root, whose time engines do not keep.</param>
    /// <param name="isInherited">A copy of a lower layer's file in a whole tree: copying keeps no attribute but the capability (moby v20.10 graphdriver/copy),
    /// and the time of a directory in it is nobody's record (docs/engine-traces.md).</param>
    /// <param name="add">Takes each aspect that differs.</param>
    public void Compare(TarSplitMember member, int node, bool isRoot, bool isInherited, Action<AspectDifference> add)
    {
        if (member.Metadata is not { } recorded)
            return;
        ref readonly EvidenceNode found = ref _tree[node];
        if (found.Kind == EntryKind.Implied)
            return;
        if (found.Kind != recorded.Kind)
        {
            add(new(FileAspects.Kind, "kind", recorded.Kind.Name(), found.Kind.Name()));
            return;
        }
        bool isEngines = isRoot && traits.HasFlag(LayerTraits.RootIsEngines);
        if (found.Kind != EntryKind.Symlink && !isEngines && ((found.Mode ^ recorded.Mode) & ~LostMode(found.Kind)) != 0)
            add(new(FileAspects.Mode, "mode", Octal(recorded.Mode), Octal(found.Mode)));
        uint uid = users?.UidInContainer(found.Uid) ?? found.Uid, gid = users?.GidInContainer(found.Gid) ?? found.Gid;
        if (!isEngines && (uid != recorded.Uid || gid != recorded.Gid) && !_copy.HasLost(CopyLoss.Owners | CopyLoss.OwnerNumbers))
            add(new(FileAspects.Owner, "owner", $"{recorded.Uid}:{recorded.Gid}", $"{uid}:{gid}"));
        bool timeIsOfCopy = found.Kind == EntryKind.Directory && (traits.HasFlag(LayerTraits.LosesDirectoryTimes)
            || isInherited);
        if (!isRoot && !timeIsOfCopy && TimeDiffers(recorded, found))
            add(new(FileAspects.Modified, "modified", recorded.Modified!.Value.ToString(), found.Modified!.Value.ToString()));
        if (found.Kind == EntryKind.File && !member.IsHardLink && found.Size != member.Size && found.LacksBytes)
            add(new(FileAspects.Unreadable, "content", "readable", "its bytes are not in the evidence"));
        else if (found.Kind == EntryKind.File && !member.IsHardLink && found.Size != member.Size)
            add(new(FileAspects.Size, "size", Number(member.Size), Number(found.Size)));
        if (found.Kind == EntryKind.Symlink && !_tree.LinkTarget(node).SequenceEqual(recorded.LinkTarget))
            add(new(FileAspects.Link, "link target", DisplayText.Escape(recorded.LinkTarget), DisplayText.Escape(_tree.LinkTarget(node))));
        CompareDevice(recorded, node, add);
        CompareAttributes(recorded, node, isInherited, add);
    }

    private void CompareDevice(in EntryMetadata recorded, int node, Action<AspectDifference> add)
    {
        if (recorded.Kind is not (EntryKind.CharDevice or EntryKind.BlockDevice))
            return;
        NodeExtra extra = _tree.Extra(node);
        if (extra.DeviceMajor != recorded.DeviceMajor || extra.DeviceMinor != recorded.DeviceMinor)
            add(new(FileAspects.Device, "device", $"{recorded.DeviceMajor}:{recorded.DeviceMinor}", $"{extra.DeviceMajor}:{extra.DeviceMinor}"));
    }

    // Docker's own tars hold whole seconds; what was extracted from them has a zero fraction, so another one was written in place.
    private bool TimeDiffers(in EntryMetadata recorded, in EvidenceNode found)
    {
        if (recorded.Modified is not { } then || found.Modified is not { } now
            || _copy.HasLost(recorded.Kind == EntryKind.Directory ? CopyLoss.DirectoryTimes : CopyLoss.FileTimes))
            return false;
        if (IsBounded(then, now))
            return false;
        if (then.Seconds != now.Seconds)
            return _copy.TimeStepSeconds == 0 || Math.Abs(then.Seconds - now.Seconds) >= _copy.TimeStepSeconds;
        // Some file systems keep no fraction, others steps of 100 ns: that proves nothing.
        if (!found.HasFraction || now.Nanoseconds == 0 || now.Nanoseconds == then.Nanoseconds / 100 * 100 || now.Nanoseconds == then.Nanoseconds)
            return false;
        return !_isBuiltInPlace || then.Nanoseconds != 0;
    }

    // What a tar says of a time before 1970, or after what 64 bits of nanoseconds hold, is 1970 once it is unpacked (docs/engine-traces.md).
    private static bool IsBounded(Timestamp then, Timestamp now) =>
        now is { Seconds: 0, Nanoseconds: 0 } && (then.Seconds < 0 || then.Seconds > long.MaxValue / 1_000_000_000);

    private void CompareAttributes(in EntryMetadata recorded, int node, bool isInherited, Action<AspectDifference> add)
    {
        IReadOnlyList<ExtendedAttribute> then = recorded.Xattrs ?? [], now = _tree.Extra(node).Xattrs ?? [];
        if (then.Count == 0 && now.Count == 0)
            return;
        foreach (ExtendedAttribute attribute in then)
        {
            if (IsIgnored(attribute.Name) || IsLost(attribute.Name))
                continue;
            byte[]? value = _tree.Xattr(node, attribute.Name);
            if (value is null && isInherited && attribute.Name != Capability)
                continue;
            if (value is null || !(value.AsSpan().SequenceEqual(attribute.Value) || IsInNamespace(attribute, value)))
                add(new(FileAspects.Attributes, "attribute " + DisplayText.Escape(attribute.Name), Value(attribute.Value), value is null ? "none"
                    : Value(value)));
        }
        foreach (ExtendedAttribute attribute in now)
        {
            if (!IsIgnored(attribute.Name) && !IsUntold(attribute.Name) && !then.Any(t => t.Name == attribute.Name))
                add(new(FileAspects.Attributes, "attribute " + DisplayText.Escape(attribute.Name), "none", Value(attribute.Value)));
        }
    }

    // What a user namespace sets gets the id that is 0 in it (capabilities(7), "File capability extended attribute versioning"): revision 3 is 2 with an id
    // behind.
    private bool IsInNamespace(ExtendedAttribute recorded, byte[] found)
    {
        const int revision2 = 20, revision3 = 24;
        if (users is null || recorded.Name != Capability || recorded.Value.Length != revision2 || found.Length != revision3
            || recorded.Value[3] != 2 || found[3] != 3)
            return false;
        uint root = System.Buffers.Binary.BinaryPrimitives.ReadUInt32LittleEndian(found.AsSpan(revision2));
        return (users.UidInContainer(root) == 0 || store?.UidInContainer(root) == 0) && recorded.Value.AsSpan(0, 3).SequenceEqual(found.AsSpan(0, 3))
            && recorded.Value.AsSpan(4).SequenceEqual(found.AsSpan(4, revision2 - 4));
    }

    private int LostMode(EntryKind kind) => kind == EntryKind.Directory ? _copy.LostDirectoryMode : _copy.LostFileMode;

    private bool IsLost(string name) => _copy.HasLost(
        name.StartsWith("trusted.", StringComparison.Ordinal) ? CopyLoss.TrustedAttributes
        : name.StartsWith("security.", StringComparison.Ordinal) ? CopyLoss.SecurityAttributes
        : name.StartsWith("user.", StringComparison.Ordinal) ? CopyLoss.UserAttributes : CopyLoss.None);

    // The overlay's own marks, and the label that the host's SELinux gives.
    private static bool IsIgnored(string name) =>
        name.StartsWith("trusted.overlay.", StringComparison.Ordinal) || name.StartsWith("user.overlay.", StringComparison.Ordinal)
        || name.StartsWith("user.fuseoverlayfs.", StringComparison.Ordinal) || name == "security.selinux";

    // Docker's tars have this attribute alone (moby v20.10 pkg/archive ReadSecurityXattrToTarHeader):
    // in a directory that the tar was made from, others prove nothing.
    private bool IsUntold(string name) => _isBuiltInPlace && name != Capability;

    private static string Value(byte[] value) => value.Length <= 40 ? Convert.ToHexStringLower(value) : Convert.ToHexStringLower(value, 0, 40) + "…";

    private static string Octal(ushort mode) => Convert.ToString(mode, 8).PadLeft(4, '0');

    private static string Number(long value) => value.ToString(CultureInfo.InvariantCulture);
}
