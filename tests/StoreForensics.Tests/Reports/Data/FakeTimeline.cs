using StoreForensics.Timeline;

namespace StoreForensics.Tests.Reports.Data;

/// <summary>Events from memory, handed out as the real one does: one instance, one buffer, both overwritten when the enumeration goes on.</summary>
internal sealed class FakeTimeline(IReadOnlyList<EventDraft> drafts) : ITimeline
{
    public TimelineSummary Summary => new()
    {
        Count = drafts.Count,
        CountByType = [.. Enum.GetValues<EventType>().Select(type => (long)drafts.Count(d => d.Type == type))],
        First = drafts.Count == 0 ? null : drafts.Min(d => d.Time),
        Last = drafts.Count == 0 ? null : drafts.Max(d => d.Time),
        Days = [],
    };

    public IEnumerable<TimelineEvent> Events()
    {
        var e = new TimelineEvent();
        byte[] pool = new byte[drafts.Select(d => d.Message.Length + d.Path.Length + d.LinkTarget.Length + d.Sha256.Length
            + d.Origin.Length).DefaultIfEmpty().Max()];
        int used = 0;
        foreach (EventDraft draft in drafts)
        {
            pool.AsSpan(0, used).Fill((byte)'#');
            used = Fill(e, draft, pool);
            yield return e;
        }
    }

    private static int Fill(TimelineEvent e, EventDraft draft, byte[] pool)
    {
        int used = 0;
        (e.Time, e.Type, e.TimeMeaning, e.Subject, e.Tag, e.Inode) = (draft.Time, draft.Type, draft.TimeMeaning, draft.Subject, draft.Tag, draft.Inode);
        (e.Change, e.Kind, e.Mode, e.Uid, e.Gid, e.Size) = (draft.Change, draft.Kind, draft.Mode, draft.Uid, draft.Gid, draft.Size);
        e.Message = Take(draft.Message);
        e.Path = Take(draft.Path);
        e.LinkTarget = Take(draft.LinkTarget);
        e.Sha256 = Take(draft.Sha256);
        e.Origin = Take(draft.Origin);
        return used;

        ReadOnlyMemory<byte> Take(byte[] bytes)
        {
            bytes.CopyTo(pool, used);
            used += bytes.Length;
            return pool.AsMemory(used - bytes.Length, bytes.Length);
        }
    }
}
