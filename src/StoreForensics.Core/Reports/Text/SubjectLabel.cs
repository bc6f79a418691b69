using System.Text;
using StoreForensics.Cases;
using StoreForensics.Timeline;

namespace StoreForensics.Reports.Text;

/// <summary>
/// What stands before a bodyfile's names so that they are told apart: <c>[layer 8dbd9e39…]</c>. Ids are whole; the store is named where there are
/// several, the evidence likewise.
/// </summary>
internal sealed class SubjectLabel
{
    private SubjectLabel(EventSubject subject, Scope scope, TextEscaper escaper)
    {
        string place = (scope.SeveralEvidences ? subject.Evidence + " " : "") + (scope.SeveralStores && subject.Store.Length > 0 ? subject.Store + " " : "");
        Store = Label(escaper, scope.SeveralStores || subject.Store.Length == 0 ? place.TrimEnd() : $"{place}{subject.Store}");
        Layer = subject.Layer is null ? Store : Label(escaper, $"{place}layer {subject.Layer}");
        Container = subject.Containers.Count == 0 ? null : Label(escaper, $"{place}container {Owners(subject.Containers)}");
        Image = subject.Images.Count == 0 ? null : Label(escaper, $"{place}image {Owners(subject.Images)}");
    }

    public byte[] Store { get; }

    /// <summary>The store's label where the subject has no layer.</summary>
    public byte[] Layer { get; }

    private byte[]? Container { get; }

    private byte[]? Image { get; }

    /// <summary>What an event of that type is about, as far as the subject tells.</summary>
    public byte[] For(EventType type) => type switch
    {
        >= EventType.ImageCreated and <= EventType.ImageRegistered or EventType.ImageTagged or EventType.ImageTagRemoved => Image ?? Store,
        EventType.LayerRegistered or EventType.LayerChildCreated => Layer,
        EventType.StoreFileModified or (>= EventType.VolumeFileModified and <= EventType.VolumeFileAccessed) => Store,
        _ when type.IsFile() => Layer,
        _ => Container ?? Image ?? Layer,
    };

    public static SubjectCache<SubjectLabel> Cache(Case subject, TextEscaper escaper)
    {
        var scope = new Scope(subject.Evidence.Count > 1, subject.Inventory.Stores.Count > 1);
        return new SubjectCache<SubjectLabel>(
            s => new SubjectLabel(s, scope, escaper),
            label => label.Store.Length + label.Layer.Length + (label.Container?.Length ?? 0) + (label.Image?.Length ?? 0) + 128);
    }

    // A shared layer can have hundreds of owners: the first and how many more.
    private static string Owners(IReadOnlyList<string> names) => names.Count == 1 ? names[0] : $"{names[0]} +{names.Count - 1}";

    private static byte[] Label(TextEscaper escaper, string text) => text.Length == 0 ? []
        : [.. "["u8, .. escaper.Escape(Encoding.UTF8.GetBytes(text)), .. "] "u8];

    private readonly record struct Scope(bool SeveralEvidences, bool SeveralStores);
}
