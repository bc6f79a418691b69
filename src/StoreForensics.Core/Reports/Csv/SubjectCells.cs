using System.Globalization;
using StoreForensics.Reports.Text;
using StoreForensics.Timeline;

namespace StoreForensics.Reports.Csv;

/// <summary>The cells of a row that its <see cref="EventSubject"/> alone decides, escaped.</summary>
internal sealed class SubjectCells
{
    private SubjectCells(EventSubject subject, TextEscaper escaper)
    {
        Evidence = escaper.Escape(subject.Evidence);
        Store = escaper.Escape(subject.Store);
        Image = Names(subject.Images, escaper);
        ImageId = Names(subject.ImageIds, escaper);
        Step = escaper.Escape(subject.Step?.ToString(CultureInfo.InvariantCulture));
        Command = escaper.Escape(subject.Command);
        Container = Names(subject.Containers, escaper);
        ContainerId = Names(subject.ContainerIds, escaper);
        Layer = escaper.Escape(subject.Layer);
    }

    public byte[] Evidence { get; }

    public byte[] Store { get; }

    /// <summary>Null, as the three like it, for a long list: it is kept once for all subjects that have it.</summary>
    public byte[]? Image { get; }

    public byte[]? ImageId { get; }

    public byte[] Step { get; }

    public byte[] Command { get; }

    public byte[]? Container { get; }

    public byte[]? ContainerId { get; }

    public byte[] Layer { get; }

    private int SizeBytes =>
        Evidence.Length + Store.Length + (Image?.Length ?? 0) + (ImageId?.Length ?? 0) + Step.Length + Command.Length + (Container?.Length ?? 0)
            + (ContainerId?.Length ?? 0)
        + Layer.Length + 256;

    /// <summary>A cache of them; the escaper's buffer is used, and free again, within each look-up.</summary>
    public static SubjectCache<SubjectCells> Cache(TextEscaper escaper) => new(subject => new SubjectCells(subject, escaper), cells => cells.SizeBytes);

    /// <summary>A cache of the cells of long lists.</summary>
    public static NameLists<byte[]> LongLists(TextEscaper escaper) => new(names => escaper.Escape(string.Join('|', names)), cell => cell.Length);

    private static byte[]? Names(IReadOnlyList<string> names, TextEscaper escaper) => LongNames.Are(names) ? null : escaper.Escape(string.Join('|', names));
}
