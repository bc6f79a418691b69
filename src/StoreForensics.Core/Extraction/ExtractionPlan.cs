using System.Globalization;
using System.Text;
using StoreForensics.Model;
using StoreForensics.Primitives;
using StoreForensics.Views;

namespace StoreForensics.Extraction;

/// <summary>
/// What is to be extracted, and under which names. A path keeps its last name (<c>/etc/app</c> becomes <c>app</c> and what is below it), <c>/</c> has none.
/// Several versions lie each in a directory of its own, named <c>NNN-step-S-LAYER</c>: the layer's place from the bottom of the stack, its build step
/// (<c>container</c>, <c>init</c> or <c>layer</c> where it has none), and the first twelve characters of its id.
/// </summary>
public sealed class ExtractionPlan
{
    private const int ShownIdLength = 12;

    private readonly List<(byte[] Prefix, ViewedObject View)> _parts = [];
    private readonly byte[] _path;
    private readonly bool _isVersions;

    private ExtractionPlan(byte[] path, bool isVersions) => (_path, _isVersions) = (path, isVersions);

    /// <summary>A path as the object shows it.</summary>
    public static ExtractionPlan Of(ViewedObject view, byte[] path)
    {
        var plan = new ExtractionPlan(path, isVersions: false);
        plan._parts.Add(([], view));
        return plan;
    }

    /// <summary>A path as each layer of the object holds it; layers without it are passed over.</summary>
    /// <exception cref="UsageException">No layer holds it.</exception>
    public static ExtractionPlan OfVersions(ViewedObject view, byte[] path)
    {
        var plan = new ExtractionPlan(path, isVersions: true);
        ViewedObject[] layers = [.. view.Layers.Reverse().Select(view.InLayer)];
        for (int i = 0; i < layers.Length; i++)
        {
            if (layers[i].Root is { } root && ViewListing.TryFind(root, path) is not null && layers[i].Holds(path))
                plan._parts.Add((Encoding.UTF8.GetBytes(DirectoryName(i + 1, layers[i])), layers[i]));
        }
        return plan._parts.Count > 0 || view.IsEmpty ? plan
            : throw new UsageException($"{DisplayText.Escape(path)}: no layer of {DisplayText.Escape(view.Name)} has such a path");
    }

    /// <summary>Says what is wrong before anything is written. False when none of the files is in reach; an image that has none is whole.</summary>
    /// <exception cref="UsageException">The path is not there.</exception>
    public bool Check() => _parts.All(p => p.View.IsEmpty) || Entries().Any();

    /// <summary>Everything, parents first, each directory's content before what follows it.</summary>
    /// <exception cref="UsageException">The path is not there.</exception>
    public IEnumerable<ExtractedEntry> Entries()
    {
        foreach ((byte[] prefix, ViewedObject view) in _parts)
        {
            if (view.Root is not { } root)
                continue;
            ListedEntry top = ViewListing.FindListed(root, _path);
            byte[] from = top.Path.Span.SequenceEqual("/"u8) ? [] : top.Path.ToArray();
            var path = new PathBuffer();
            if (prefix.Length > 0)
                path.Push(prefix);
            if (from.Length > 0)
                path.Push(from.AsSpan(from.LastIndexOf((byte)'/') + 1));
            int length = path.Length;
            yield return new ExtractedEntry(Relative(path), top.Entry);
            if (!top.Entry.IsDirectory)
                continue;
            foreach (ListedEntry listed in view.List(_path, recursive: true))
            {
                path.Truncate(length);
                path.Push(listed.Path.Span[(from.Length + 1)..]);
                yield return new ExtractedEntry(Relative(path), listed.Entry);
            }
        }
    }

    /// <summary>Whether layers by themselves are meant: what they do not hold is not looked for below them.</summary>
    internal bool IsOfLayers => _parts.Any(p => p.View.IsLayer);

    /// <summary>Whether two paths lie in the same version.</summary>
    internal bool IsSamePart(ReadOnlySpan<byte> a, ReadOnlySpan<byte> b) => !_isVersions || FirstName(a).SequenceEqual(FirstName(b));

    private static ReadOnlySpan<byte> FirstName(ReadOnlySpan<byte> path) => path.IndexOf((byte)'/') is var slash && slash < 0 ? path : path[..slash];

    private static ReadOnlyMemory<byte> Relative(PathBuffer path) => path.Length == 0 ? default : path.Memory[1..];

    private static string DirectoryName(int place, ViewedObject layer)
    {
        string kind = layer.StepOf(layer.Top!) is int step ? string.Create(CultureInfo.InvariantCulture, $"step-{step}") : layer.Top!.Role switch
        {
            LayerRole.Container => "container",
            LayerRole.ContainerInit => "init",
            _ => "layer",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{place:D3}-{kind}-{Plain(layer.Top!.Id)}");
    }

    // Ids are names from the evidence: only letters and digits of them go into a path.
    private static string Plain(string id)
    {
        string bare = id.StartsWith("sha256:", StringComparison.Ordinal) ? id["sha256:".Length..] : id;
        return string.Concat(bare.Take(ShownIdLength).Select(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' ? c : '_'));
    }
}
