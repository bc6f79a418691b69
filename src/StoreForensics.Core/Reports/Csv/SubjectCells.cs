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
        Image = escaper.Escape(string.Join('|', subject.Images));
        ImageId = escaper.Escape(string.Join('|', subject.ImageIds));
        Step = escaper.Escape(subject.Step?.ToString(CultureInfo.InvariantCulture));
        Command = escaper.Escape(subject.Command);
        Container = escaper.Escape(string.Join('|', subject.Containers));
        ContainerId = escaper.Escape(string.Join('|', subject.ContainerIds));
        Layer = escaper.Escape(subject.Layer);
    }

    public byte[] Evidence { get; }

    public byte[] Store { get; }

    public byte[] Image { get; }

    public byte[] ImageId { get; }

    public byte[] Step { get; }

    public byte[] Command { get; }

    public byte[] Container { get; }

    public byte[] ContainerId { get; }

    public byte[] Layer { get; }

    private int SizeBytes =>
        Evidence.Length + Store.Length + Image.Length + ImageId.Length + Step.Length + Command.Length + Container.Length + ContainerId.Length + Layer.Length + 256;

    /// <summary>A cache of them; the escaper's buffer is used, and free again, within each look-up.</summary>
    public static SubjectCache<SubjectCells> Cache(TextEscaper escaper) => new(subject => new SubjectCells(subject, escaper), cells => cells.SizeBytes);
}
