using StoreForensics.Evidence;
using StoreForensics.Formats.TarSplit;
using StoreForensics.Model;
using StoreForensics.Model.Copies;
using StoreForensics.Primitives;

namespace StoreForensics.Verification;

/// <summary>What a loss of the copy explains: then neither the absence of a thing nor its looks is held against anyone. Null: nothing explains it.</summary>
internal sealed class CopyExcuses(LayerFiles files)
{
    private const CopyLoss MarksOfOpaque = CopyLoss.TrustedAttributes | CopyLoss.Directories | CopyLoss.Rest;

    private const string UnreadDirectory = "the directory cannot be read whole: what is not seen in it may be there";

    private readonly CopyFacts _copy = files.Copy;

    /// <summary>Why a recorded entry may not be there.</summary>
    /// <param name="path">Its path in the layer.</param>
    /// <param name="member">The record.</param>
    /// <param name="nearest">The nearest directory above it that is there.</param>
    public string? Missing(EvidencePath path, TarSplitMember member, int nearest)
    {
        if (files.Tree[nearest].LacksNames)
            return UnreadDirectory;
        if (KindIsLost(member) is { } kind)
            return kind;
        if (_copy.HasLost(CopyLoss.Names) && path.Bytes.ContainsAnyExceptInRange((byte)0, (byte)0x7f))
            return "the copy did not keep such names";
        return _copy.HasLost(CopyLoss.Rest) ? "the evidence ends early" : null;
    }

    /// <summary>Why an entry may be of another kind than recorded.</summary>
    public string? OtherKind(TarSplitMember member) => KindIsLost(member);

    /// <summary>Why a mark of deletion may not be there.</summary>
    public string? MissingDeletion(int directory) =>
        files.Tree[directory].LacksNames ? UnreadDirectory
        : _copy.HasLost(CopyLoss.Devices) && files.Marks.UsesDevices ? "the copy kept no devices, and so no marks of deletion"
        : _copy.HasLost(CopyLoss.EmptyFiles) && !files.Marks.UsesDevices ? "the copy kept no empty files, and so no marks of deletion"
        : _copy.HasLost(CopyLoss.Rest) ? "the evidence ends early" : null;

    /// <summary>Why a directory may not be marked opaque.</summary>
    public string? MissingOpaque(int directory) =>
        files.Tree[directory].Kind == EntryKind.Implied ? "the copy kept no entry of the directory"
        : _copy.HasLost(MarksOfOpaque) ? "the copy kept no marks of opaque directories" : null;

    /// <summary>Why an entry may stand in no record.</summary>
    public string? Unrecorded(int node)
    {
        if (files.IsWholeTree && _copy.HasLost(CopyLoss.Rest))
            return "the evidence ends early, and records of the layers below may be behind its end";
        if (_copy.HasLost(CopyLoss.Devices) && files.Whiteouts.Classify(files.Tree, node, atLayerRoot: false) == LayerEntryMeaning.Deletion)
            return "an empty file where the layer deletes the name: the copy kept the mark as a file";
        if (_copy.HasLost(CopyLoss.Names) && IsMangled(files.Tree.Name(node)))
            return "the copy did not keep names outside ASCII, and this may be one of them";
        return null;
    }

    // What archivers put in place of bytes that they cannot write.
    private static bool IsMangled(ReadOnlySpan<byte> name) => name.ContainsAny("?_#%"u8) || name.ContainsAnyExceptInRange((byte)0, (byte)0x7f);

    private string? KindIsLost(TarSplitMember member) => member.Metadata?.Kind switch
    {
        EntryKind.CharDevice or EntryKind.BlockDevice when _copy.HasLost(CopyLoss.Devices) => "the copy kept no devices",
        EntryKind.Fifo when _copy.HasLost(CopyLoss.Pipes) => "the copy kept no named pipes",
        EntryKind.Symlink when _copy.HasLost(CopyLoss.Symlinks) => "the copy kept no symbolic links",
        EntryKind.Directory when _copy.HasLost(CopyLoss.Directories) => "the copy kept no entries of directories",
        EntryKind.File when member.Size == 0 && !member.IsHardLink && _copy.HasLost(CopyLoss.EmptyFiles) => "the copy kept no empty files",
        _ => null,
    };
}
