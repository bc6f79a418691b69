using StoreForensics.Evidence;
using StoreForensics.Primitives;

namespace StoreForensics.Model.Copies;

/// <summary>
/// What is known of an entry beyond its name and kind: the one way to these facts for whatever shows them. Null is what the evidence does not hold, as of a
/// directory that only names below it imply, and what the copy did not keep and filled with something of its own.
/// </summary>
public readonly ref struct KnownFacts
{
    private readonly ref readonly EvidenceNode _node;
    private readonly CopyFacts _copy;

    /// <param name="node">The entry as the evidence has it.</param>
    /// <param name="copy">What the evidence can carry.</param>
    public KnownFacts(ref readonly EvidenceNode node, CopyFacts copy)
    {
        _node = ref node;
        _copy = copy;
    }

    /// <summary>Whether the evidence has an entry of its own for it.</summary>
    public bool IsRecorded => _node.Kind != EntryKind.Implied;

    public EntryKind Kind => _node.Kind;

    /// <summary>Permission and set-id bits.</summary>
    public int? Mode => !_node.LacksInode && _copy.KeepsMode(_node.Kind) ? _node.Mode : null;

    /// <summary>The owner on disk.</summary>
    public uint? Uid => !_node.LacksInode && _copy.KeepsOwner(_node.Kind) ? _node.Uid : null;

    /// <inheritdoc cref="Uid"/>
    public uint? Gid => !_node.LacksInode && _copy.KeepsOwner(_node.Kind) ? _node.Gid : null;

    /// <summary>As the evidence has it, of directories too.</summary>
    public long? Size => IsRecorded && !_node.LacksBytes ? _node.Size : null;

    /// <summary>The size of what has bytes of its own; null for everything else.</summary>
    public long? ContentSize => _node.Kind is EntryKind.File or EntryKind.Symlink ? Size : null;

    public Timestamp? Modified => _copy.KeepsTime(_node.Kind) ? _node.Modified : null;

    /// <summary>The owner inside a container whose ids the engine remaps.</summary>
    public uint? UidIn(UserNamespace? remapped) => Uid is uint uid ? remapped?.UidInContainer(uid) ?? uid : null;

    /// <inheritdoc cref="UidIn"/>
    public uint? GidIn(UserNamespace? remapped) => Gid is uint gid ? remapped?.GidInContainer(gid) ?? gid : null;
}
