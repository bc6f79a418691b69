using System.Text;
using StoreForensics.Logs;
using StoreForensics.Model;
using StoreForensics.Tests.Contracts.Stores.Described;

namespace StoreForensics.Tests.Contracts.Stores.Expected;

/// <summary>What is described and what was read, as text of one form.</summary>
internal static class InventoryLines
{
    public static string Of(DescribedImage i, string id, Func<DescribedLayer, long> size) =>
        $"{id} [{List(i.Tags.Order(StringComparer.Ordinal))}] created {i.Created} linux/amd64 cmd [{List(i.Cmd)}] env [{List(i.Env)}] {i.Layers.Sum(size)} bytes, dangling {i.Tags.Count == 0}";

    public static string Of(Image i) =>
        $"{i.Id} [{List(i.References.Select(r => r.ToString()))}] created {i.Created?.Time} {i.Os}/{i.Architecture} cmd [{List(i.Config?.Cmd)}]"
        + $" env [{List(i.Config?.Env)}] {i.TotalSize} bytes, dangling {i.IsDangling}";

    public static IEnumerable<string> History(DescribedImage image, Func<DescribedLayer, long> size) =>
        image.Steps.Select((s, at) => $"{at + 1} {s.Created} {s.Command} {(s.Layer is null ? 0 : size(s.Layer))} bytes, empty {s.Layer is null}");

    public static IEnumerable<string> History(Image image) =>
        image.Steps.Select(s => $"{s.Number} {s.Created?.Time} {s.CreatedBy} {s.Size} bytes, empty {s.IsEmptyLayer && s.Layer is null}");

    public static string Of(DescribedContainer c, string imageId) =>
        $"{c.Id} {c.Name} of {c.ImageName} {imageId} runs {string.Join(' ', c.Command)} env [{List(c.Env)}] created {c.Created} {(c.Run is null ? "created" : "exited")} {c.Run?.ExitCode ?? 0}"
        + $" from {c.Run?.Started} to {c.Run?.Finished} mounts [{List((c.Mounts ?? []).Select(m => $"{m.Destination} {m.Source} {m.IsWritable} {m.Volume}"))}]";

    public static string Of(Container c) =>
        $"{c.Id} {c.Name} of {c.ImageName} {c.Image?.Id} runs {c.Command} env [{List(c.Env)}] created {c.Created?.Time} {c.State} {c.ExitCode}"
        + $" from {c.Started?.Time} to {c.Finished?.Time} mounts [{List((c.Mounts ?? []).Select(m => $"{m.Destination} {m.Source} {m.ReadWrite} {m.Name}"))}]";

    public static string Of(DescribedVolume v) => $"{v.Name} local content={v.Label}";

    public static string Of(Volume v) => $"{v.Name} {v.Driver} {List(v.Labels?.Select(l => $"{l.Key}={l.Value}"))}";

    public static string Of(DescribedLine l) => $"{l.Time} {l.Stream} {l.Text}\n";

    public static string Of(LogLine l) => $"{l.Time} {l.Stream} {Encoding.UTF8.GetString(l.Text.Span)}";

    private static string List(IEnumerable<string>? values) => string.Join(" | ", values ?? ["unknown"]);
}
