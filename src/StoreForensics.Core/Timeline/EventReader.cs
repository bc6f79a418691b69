using StoreForensics.Evidence;
using StoreForensics.Model.Copies;

namespace StoreForensics.Timeline;

/// <summary>Makes rows of records: fills one <see cref="TimelineEvent"/> again and again, its texts in buffers that are reused too.</summary>
internal sealed class EventReader(IReadOnlyList<IEvidenceSource> sources, SubjectTable subjects, TimeMeanings meanings, FileDigests digests,
    FindingTags findings)
{
    private readonly TimelineEvent _event = new();
    private byte[] _path = new byte[512];
    private byte[] _origin = new byte[512];
    private byte[] _message = new byte[512];

    public TimelineEvent Read(IEventCursor cursor)
    {
        ref readonly EventRecord record = ref cursor.Record;
        _event.Time = record.Time;
        _event.Type = record.Type;
        _event.TimeMeaning = meanings[record.Meaning];
        _event.Subject = subjects[record.Subject];
        _event.Change = record.Change == 0 ? null : (char)record.Change;
        _event.Recovery = record.Type < EventType.RecoveredContainer ? null
            : record.Node == EvidenceTree.None ? _event.Subject.Recovery : (sources[record.Source] as IRecoveredSource)?.RecoveryOf(record.Node);
        if (record.Node == EvidenceTree.None)
            ReadPayload(cursor);
        else
            ReadEntry(record);
        _event.Tag = record.Node == EvidenceTree.None ? findings.Of(record.Tags, _event) : findings.Of(record.Tags, record.Source, record.Node);
        if (_event.Recovery is { } recovery)
            _event.Tag = WithCertainty(_event.Tag, "recovered-" + recovery.Word);
        return _event;
    }

    private static string WithCertainty(string tags, string certainty) =>
        tags.Length == 0 ? certainty : string.Join(',', tags.Split(',').Append(certainty).Order(StringComparer.Ordinal));

    private void ReadPayload(IEventCursor cursor)
    {
        EventPayload.Read(cursor.Payload, _event);
        (_event.Mode, _event.Uid, _event.Gid, _event.Size) = (null, null, null, null);
        _event.LinkTarget = default;
        _event.Sha256 = default;
        _event.Inode = 0;
    }

    private void ReadEntry(in EventRecord record)
    {
        EvidenceTree tree = sources[record.Source].Tree;
        ref readonly EvidenceNode node = ref tree[record.Node];
        _event.Kind = node.Kind;
        // As the disk has them: what a copy lost is a problem of its own, and the examiner may know whose the numbers are.
        var known = new KnownFacts(in node, CopyFacts.Whole);
        (_event.Mode, _event.Uid, _event.Gid, _event.Size) = (known.Mode, known.Uid, known.Gid, known.ContentSize);
        NodeExtra extra = tree.Extra(record.Node);
        _event.LinkTarget = extra.LinkTarget;
        _event.Inode = extra.Inode;
        _event.Sha256 = node.Kind == EntryKind.File ? digests.Get(record.Source, tree.FirstLink(record.Node)) : default;
        _event.Path = WritePath(tree, record.Node, record.PathRoot, ref _path, "/"u8);
        _event.Origin = WritePath(tree, record.Node, EvidenceTree.Root, ref _origin, sources[record.Source].OriginPrefix.Span);
        if (sources[record.Source].NamesInodes && extra.Inode != 0)
            _event.Origin = WithInode(extra.Inode);
        _event.Message = WriteMessage(record.Type, node.Kind);
    }

    // `gpt2/etc/passwd (inode 12)`.
    private ReadOnlyMemory<byte> WithInode(ulong inode)
    {
        int length = _event.Origin.Length;
        Span<byte> suffix = stackalloc byte[40];
        " (inode "u8.CopyTo(suffix);
        System.Buffers.Text.Utf8Formatter.TryFormat(inode, suffix[8..], out int digits);
        suffix[8 + digits] = (byte)')';
        if (_origin.Length < length + 9 + digits)
            Array.Resize(ref _origin, (length + 9 + digits) * 2);
        suffix[..(9 + digits)].CopyTo(_origin.AsSpan(length));
        return _origin.AsMemory(0, length + 9 + digits);
    }

    private static ReadOnlyMemory<byte> WritePath(EvidenceTree tree, int node, int root, ref byte[] buffer, ReadOnlySpan<byte> prefix)
    {
        int length = prefix.Length + tree.PathLength(node, root);
        if (buffer.Length < length)
            buffer = new byte[length * 2];
        prefix.CopyTo(buffer);
        tree.WritePath(node, root, buffer.AsSpan(prefix.Length, length - prefix.Length));
        return buffer.AsMemory(0, length);
    }

    private ReadOnlyMemory<byte> WriteMessage(EventType type, EntryKind kind)
    {
        ReadOnlySpan<byte> verb = type switch
        {
            EventType.LayerFileChanged or EventType.VolumeFileChanged => "changed: "u8,
            EventType.LayerFileBorn or EventType.VolumeFileBorn => "born: "u8,
            EventType.LayerFileAccessed or EventType.VolumeFileAccessed => "accessed: "u8,
            EventType.RecoveredFile => "modified (deleted since, recovered): "u8,
            EventType.RecoveredFileDeleted => "deleted (recovered): "u8,
            _ => "modified: "u8,
        };
        ReadOnlySpan<byte> noun = Noun(kind);
        int length = noun.Length + verb.Length + _event.Path.Length;
        if (_message.Length < length)
            _message = new byte[length * 2];
        noun.CopyTo(_message);
        verb.CopyTo(_message.AsSpan(noun.Length));
        _event.Path.Span.CopyTo(_message.AsSpan(noun.Length + verb.Length));
        return _message.AsMemory(0, length);
    }

    private static ReadOnlySpan<byte> Noun(EntryKind kind) => kind switch
    {
        EntryKind.File => "File "u8,
        EntryKind.Symlink => "Link "u8,
        EntryKind.CharDevice or EntryKind.BlockDevice => "Device "u8,
        EntryKind.Fifo => "Pipe "u8,
        EntryKind.Socket => "Socket "u8,
        _ => "Directory "u8,
    };
}
