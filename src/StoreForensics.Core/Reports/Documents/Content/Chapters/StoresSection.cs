using StoreForensics.Cases;
using StoreForensics.Model;

namespace StoreForensics.Reports.Documents.Content.Chapters;

/// <summary>The stores, and what each holds in numbers.</summary>
internal static class StoresSection
{
    /// <summary>A store in a few words: <c>Docker 1.6.2 data (aufs)</c>.</summary>
    public static string InBrief(StoreInfo store) =>
        CaseFormat.Cut((store.EngineVersion is null ? EraInBrief(store.Era) : "Docker " + store.EngineVersion) + $" data ({store.Name})", 100);

    private static string EraInBrief(string era) => era switch
    {
        "graph" => "Docker 0.5 to 1.9",
        "layered" => "Docker 1.10 or later",
        "containers-storage" => "Podman, Buildah or CRI-O",
        "archive" => "saved image",
        _ => era,
    };

    public static IEnumerable<Block> Blocks(ReportContext context)
    {
        Inventory inventory = context.Inventory;
        yield return new Heading(1, "Stores", Sections.Stores);
        if (inventory.Stores.Count == 0)
            yield return new Paragraph("No Docker store was found in the evidence.");
        foreach (StoreInfo store in inventory.Stores)
        {
            InventoryCounts counts = InventoryCounts.Of(inventory, store);
            yield return new Heading(2, CaseFormat.Cut(store.Name, 80));
            yield return new ListRows(context.Secrets)
                .Text("Storage driver", store.Driver)
                .Text("Layout", EraInWords(store.Era))
                .Mono("Data root", store.Root.Path.IsEmpty ? "." : store.Root.Path.ToString())
                .Mono("Images also at", store.Parts.Count == 0 ? null : string.Join(", ", store.Parts.Select(p => p.Path.ToString())))
                .Mono("In evidence", store.Root.Evidence)
                .Text("Lies in", store.Snapshot)
                .Add("Engine version", EngineVersion(store))
                .Text("Images", Count(counts.Images, counts.ImageKinds))
                .Text("Containers", Count(inventory.Containers.Where(c => c.Store == store), c => CaseFormat.Cut(c.State ?? "state unknown", 30)))
                .Text("Layers", Count(counts.Layers, counts.LayersByRole.Select(r => (r.Value, RoleInWords(r.Key)))))
                .Text("Volumes", CaseFormat.Count(counts.Volumes))
                .Table;
        }
    }

    private static RichText EngineVersion(StoreInfo store)
    {
        if (store.EngineVersion is null)
            return Span.Muted("no sign of it");
        string sign = store.EngineVersionSign is null ? "" : "  from " + CaseFormat.Cut(store.EngineVersionSign, 200);
        return [CaseFormat.Cut(store.EngineVersion, 80), Span.Muted(sign)];
    }

    private static string EraInWords(string era) => era switch
    {
        "graph" => "graph layout of Docker 0.5 to 1.9",
        "layered" => "layered layout of Docker 1.10 and later",
        "containerd" => "containerd image store",
        "containers-storage" => "containers/storage, of Podman, Buildah and CRI-O",
        "archive" => "images as files",
        _ => era,
    };

    private static string RoleInWords(LayerRole role) => role switch
    {
        LayerRole.Image => "of images",
        LayerRole.Container => "of containers",
        LayerRole.ContainerInit => "init layers of containers",
        LayerRole.Removing => "left by an interrupted removal",
        LayerRole.BuildCache => "of the build cache alone",
        _ => "referred to by nothing",
    };

    private static string Count<T>(IEnumerable<T> all, Func<T, string> kind)
    {
        List<string> kinds = [.. all.Select(kind)];
        return Count(kinds.Count, kinds.GroupBy(k => k, StringComparer.Ordinal).Select(g => (g.Count(), g.Key)));
    }

    private static string Count(int all, IEnumerable<(int Count, string Kind)> kinds)
    {
        IEnumerable<string> parts = kinds.Where(k => k.Count > 0).OrderByDescending(k => k.Count).ThenBy(k => k.Kind, StringComparer.Ordinal)
            .Take(ReportLimits.NamesInLine).Select(k => CaseFormat.Count(k.Count) + " " + k.Kind);
        return all == 0 ? "0" : CaseFormat.Count(all) + ": " + string.Join(", ", parts);
    }
}
