using System.Globalization;
using StoreForensics.Evidence;
using StoreForensics.Model;
using StoreForensics.Model.Copies;
using StoreForensics.Primitives;
using StoreForensics.Views;

namespace StoreForensics.Cli.Terminal;

/// <summary>
/// Lines of <c>ls -l</c> as ls itself prints them with <c>-n</c>: type and permissions, names of the file, owner and group as numbers, bytes or device
/// numbers, time of the last change to the content (UTC, to the second), path. <c>?</c> is unknown. Columns grow as wider values come, so that nothing is held.
/// </summary>
internal sealed class LongListing
{
    private readonly int[] _widths = [2, 4, 4, 9];

    public string Line(ListedEntry listed)
    {
        ViewEntry entry = listed.Entry;
        KnownFacts known = entry.Known;
        UserNamespace? remapped = entry.Layer.Store.UserNamespace;
        string link = known.Kind == EntryKind.Symlink ? " -> " + DisplayText.Escape(entry.Tree.LinkTarget(entry.Node)) : "";
        string time = known.Modified?.ToString() is { } full ? $"{full[..10]} {full[11..19]}" : "?";
        string[] cells = [Number(Links(entry)), KnownText.Number(known.UidIn(remapped)), KnownText.Number(known.GidIn(remapped)), Size(entry, known)];
        for (int i = 0; i < cells.Length; i++)
        {
            _widths[i] = Math.Max(_widths[i], cells[i].Length);
            cells[i] = cells[i].PadLeft(_widths[i]);
        }
        return $"{Letter(known.Kind)}{Permissions(known.Mode)} {string.Join(' ', cells)} {time,19} {DisplayText.Escape(listed.Path.Span)}{link}";
    }

    private static string Number(long? value) => KnownText.Number(value);

    private static long? Links(ViewEntry entry) => entry.Tree.Extra(entry.Node).Links is > 0 and var links ? links : entry.IsDirectory ? null : 1;

    private static string Size(ViewEntry entry, KnownFacts known) => known.Kind is EntryKind.CharDevice or EntryKind.BlockDevice
        ? string.Create(CultureInfo.InvariantCulture, $"{entry.Tree.Extra(entry.Node).DeviceMajor}, {entry.Tree.Extra(entry.Node).DeviceMinor}") : Number(known.Size);

    /// <summary>Nine letters, set-id and sticky bits in the place of the execute bits; question marks where unknown.</summary>
    internal static string Permissions(int? mode)
    {
        if (mode is not int bits)
            return "?????????";
        Span<char> text = ['r', 'w', 'x', 'r', 'w', 'x', 'r', 'w', 'x'];
        for (int i = 0; i < text.Length; i++)
        {
            if ((bits & (0x100 >> i)) == 0)
                text[i] = '-';
        }
        (int Bit, int At, char Set)[] special = [(0x800, 2, 's'), (0x400, 5, 's'), (0x200, 8, 't')];
        foreach ((int bit, int at, char set) in special)
        {
            if ((bits & bit) != 0)
                text[at] = text[at] == 'x' ? set : char.ToUpperInvariant(set);
        }
        return new string(text);
    }

    private static char Letter(EntryKind kind) => kind switch
    {
        EntryKind.Symlink => 'l',
        EntryKind.CharDevice => 'c',
        EntryKind.BlockDevice => 'b',
        EntryKind.Fifo => 'p',
        EntryKind.Socket => 's',
        _ when kind.IsDirectory() => 'd',
        _ => '-',
    };
}
