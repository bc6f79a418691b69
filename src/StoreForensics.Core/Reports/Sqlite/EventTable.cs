using System.Text;
using StoreForensics.Evidence;
using StoreForensics.Reports.Text;
using StoreForensics.Timeline;

namespace StoreForensics.Reports.Sqlite;

/// <summary>The timeline, one row an event in its order, and whom events concern: each <see cref="EventSubject"/> once.</summary>
internal sealed class EventTable : IDisposable
{
    private static readonly byte[][] s_types = [.. EventTypes.Names.Select(Encoding.ASCII.GetBytes)];
    private static readonly byte[][] s_kinds = [.. Enum.GetValues<EntryKind>().Select(k => Encoding.ASCII.GetBytes(k.Name()))];

    private readonly RowInsert _event;
    private readonly RowInsert _subject;
    private readonly RowInsert _image;
    private readonly RowInsert _container;
    private readonly EvidenceKeys _evidence;
    private readonly RowKeys _keys;
    private readonly HashSet<int> _seen = [];
    private readonly NameLists<byte[]> _names = new(names => RowInsert.Spell(string.Join('|', names)), text => text.Length);

    public EventTable(ICaseRows database, EvidenceKeys evidence, RowKeys keys)
    {
        (_evidence, _keys) = (evidence, keys);
        _subject = database.Insert("subjects", "subject_key", "evidence_id", "store", "image", "image_id", "step", "command", "container", "container_id",
            "layer");
        _image = database.Insert("subject_images", "evidence_id", "subject_key", "image_key");
        _container = database.Insert("subject_containers", "evidence_id", "subject_key", "container_key");
        _event = database.Insert("events", "evidence_id", "datetime", "unix_seconds", "nanoseconds", "timestamp_desc", "message", "message_bytes", "event_type",
            "subject_key", "path", "path_bytes", "change", "kind", "mode", "uid", "gid", "size", "link_target", "link_target_bytes", "sha256", "inode", "tag",
                "origin",
            "origin_bytes");
    }

    public void Write(ITimeline timeline)
    {
        foreach (TimelineEvent e in timeline.Events())
        {
            if (_seen.Add(e.Subject.Index))
                Write(e.Subject);
            Write(e);
        }
    }

    public void Dispose()
    {
        _event.Dispose();
        _subject.Dispose();
        _image.Dispose();
        _container.Dispose();
    }

    private void Write(TimelineEvent e)
    {
        _event.Integer(_evidence[e.Subject.Evidence]).Time(e.Time).Integer(e.Time.Seconds).Integer(e.Time.Nanoseconds).Text(e.TimeMeaning).Bytes(e.Message.Span)
            .Utf8(s_types[(int)e.Type]).Integer(e.Subject.Index + 1).Bytes(e.Path.Span).Utf8(e.Change is char change ? [(byte)change] : default)
            .Utf8(e.Kind is EntryKind kind ? s_kinds[(int)kind] : default).Mode(e.Mode).Integer(e.Uid).Integer(e.Gid).Integer(e.Size).Bytes(e.LinkTarget.Span)
            .Hex(e.Sha256.Span).Integer(e.Inode is 0 or > long.MaxValue ? null : (long)e.Inode).Text(e.Tag).Bytes(e.Origin.Span).Run();
    }

    private void Write(EventSubject s)
    {
        int key = s.Index + 1;
        long? of = _evidence[s.Evidence];
        _subject.Integer(key).Integer(of).Text(s.Store);
        Names(s.Images);
        Names(s.ImageIds);
        _subject.Integer(s.Step).Text(s.Command);
        Names(s.Containers);
        Names(s.ContainerIds);
        _subject.Text(s.Layer).Run();
        foreach (long image in s.ImageIds.Select(id => _keys.OfImage(s.Store, id)).OfType<long>().Distinct())
            _image.Integer(of).Integer(key).Integer(image).Run();
        foreach (long container in s.ContainerIds.Select(id => _keys.OfContainer(s.Store, id)).OfType<long>().Distinct())
            _container.Integer(of).Integer(key).Integer(container).Run();
    }

    private void Names(IReadOnlyList<string> names)
    {
        if (LongNames.Are(names))
            _subject.Utf8(_names[names]);
        else
            _subject.Joined(names);
    }
}
