using System.Globalization;
using System.Text;
using Scriban.Runtime;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Model.Copies;
using StoreForensics.Primitives;
using StoreForensics.Views;

namespace StoreForensics.Reports.Html;

/// <summary>
/// What layers and containers changed, as lines of fixed columns: a base layer has thousands, and a line costs the browser a fraction of a table's row.
/// A layer that several images share is listed once, where it comes first; other places link there.
/// </summary>
internal sealed class ChangeLists(
    ReportTime time,
    Func<Layer, IEnumerable<FileChange>> ofLayer,
    Func<Container, IEnumerable<FileChange>> ofContainer,
    int limit)
{
    private readonly Dictionary<Layer, Shown> _shown = new(ReferenceEqualityComparer.Instance);
    private int _lists;

    /// <summary>The heading of the columns.</summary>
    public static string Header { get; } = Line(' ', "kind", "mode", "uid:gid", "size", "modified", "path");

    /// <summary>The changes of a layer; <paramref name="place"/> names where they are shown, for later links. Null: no layer.</summary>
    public ScriptObject? Of(Layer? layer, string place)
    {
        if (layer is null)
            return null;
        if (_shown.TryGetValue(layer, out Shown? earlier))
            return Describe(earlier, [], elsewhere: true, more: 0);
        if (layer.Files is null)
            return OutOfReach(layer.UnreachableReason ?? "its directory is not in the evidence");
        Shown shown = NewList(place);
        _shown.Add(layer, shown);
        return Collect(shown, ofLayer(layer));
    }

    /// <summary>A container's changes against the view that it started from.</summary>
    public ScriptObject Of(Container container)
    {
        if (container.Layer is null)
            return OutOfReach("its writable layer is not in the evidence");
        if (container.Layer.Files is null)
            return OutOfReach(container.Layer.UnreachableReason ?? "its directory is not in the evidence");
        Shown shown = NewList("container " + container.DisplayName);
        _shown.TryAdd(container.Layer, shown); // the layer's own list would be the same one
        return Collect(shown, ofContainer(container));
    }

    private Shown NewList(string place) => new(string.Create(CultureInfo.InvariantCulture, $"changes-{++_lists}"), place);

    private ScriptObject Collect(Shown shown, IEnumerable<FileChange> changes)
    {
        var lines = new List<ScriptObject>();
        foreach (FileChange change in changes)
        {
            shown.Count(change.Change);
            if (lines.Count < limit)
                lines.Add(new ScriptObject { ["class"] = CssClass(change.Change), ["line"] = Line(change) });
        }
        return Describe(shown, lines, elsewhere: false, more: shown.Total - lines.Count);
    }

    private static ScriptObject Describe(Shown shown, List<ScriptObject> lines, bool elsewhere, long more) => new()
    {
        ["id"] = elsewhere ? null : shown.Anchor,
        ["href"] = elsewhere ? "#" + shown.Anchor : null,
        ["place"] = elsewhere ? shown.Place : null,
        ["reason"] = null,
        ["summary"] = shown.Total == 0 ? "no changes" : shown.Summary,
        ["lines"] = lines,
        ["header"] = Header,
        ["more"] = more > 0 ? ReportNumber.Count(more) : null,
        ["any"] = shown.Total > 0,
    };

    private static ScriptObject OutOfReach(string reason) => new()
    {
        ["id"] = null,
        ["href"] = null,
        ["place"] = null,
        ["reason"] = reason,
        ["summary"] = "files out of reach",
        ["lines"] = Array.Empty<ScriptObject>(),
        ["header"] = Header,
        ["more"] = null,
        ["any"] = false,
    };

    private string Line(in FileChange change)
    {
        var entry = new ViewEntry(change.Layer, change.Node);
        string path = HtmlText.Clean(change.PathBytes.Span, maxBytes: 4000);
        ReadOnlySpan<byte> target = change.Tree.LinkTarget(change.Node);
        if (entry.Facts.Kind == EntryKind.Symlink && !target.IsEmpty)
            path += " -> " + HtmlText.Clean(target, maxBytes: 4000);
        return Line(change.Change, entry.Facts.Kind.Name(), KnownText.Mode(entry.Known), KnownText.Owner(entry.Known), SizeOrDevice(entry),
            entry.Known.Modified is Timestamp modified ? time.ToSecond(modified) : "-", path);
    }

    private static string SizeOrDevice(ViewEntry entry) => entry.Facts.Kind switch
    {
        EntryKind.File => entry.Known.Size is long size ? ReportNumber.Count(size) : "?",
        EntryKind.CharDevice or EntryKind.BlockDevice =>
            $"{Digits(entry.Tree.Extra(entry.Node).DeviceMajor)},{Digits(entry.Tree.Extra(entry.Node).DeviceMinor)}",
        _ => "-",
    };

    private static string Digits(uint value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Line(char change, string kind, string mode, string owner, string size, string modified, string path) =>
        new StringBuilder(80 + path.Length).Append(CultureInfo.InvariantCulture,
            $"{change} {kind,-7} {mode,4} {owner,-9} {size,13} {modified,-19} {path}").ToString();

    private static string CssClass(char change) => change switch { 'A' => "added", 'D' => "deleted", _ => "changed" };

    /// <summary>A list that stands in the page: where, and what it counted.</summary>
    private sealed class Shown(string anchor, string place)
    {
        private long _added;
        private long _changed;
        private long _deleted;

        public string Anchor => anchor;

        public string Place => place;

        public long Total => _added + _changed + _deleted;

        public string Summary => string.Join(", ", Parts());

        public void Count(char change)
        {
            _ = change switch { 'A' => _added++, 'D' => _deleted++, _ => _changed++ };
        }

        private IEnumerable<string> Parts()
        {
            if (_added > 0)
                yield return ReportNumber.Count(_added) + " added";
            if (_changed > 0)
                yield return ReportNumber.Count(_changed) + " changed";
            if (_deleted > 0)
                yield return ReportNumber.Count(_deleted) + " deleted";
        }
    }
}
