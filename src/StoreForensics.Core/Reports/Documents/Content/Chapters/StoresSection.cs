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
            yield return new Heading(2, CaseFormat.Cut(store.Name, 80));
            yield return new ListRows(context.Secrets)
                .Text("Storage driver", store.Driver)
                .Text("Layout", EraInWords(store.Era))
                .Mono("Data root", store.Root.Path.IsEmpty ? "." : store.Root.Path.ToString())
                .Mono("In evidence", store.Root.Evidence)
                .Add("Engine version", EngineVersion(store))
                .Text("Images", Count(inventory.Images.Where(i => i.Store.Name == store.Name), i => i.IsDangling ? "dangling" : i.IsIntermediate
                    ? "intermediate" : "tagged"))
                .Text("Containers", Count(inventory.Containers.Where(c => c.Store.Name == store.Name), c => CaseFormat.Cut(c.State ?? "state unknown", 30)))
                .Text("Layers", Count(inventory.Layers.Where(l => l.Store.Name == store.Name), l => RoleInWords(l.Role)))
                .Text("Volumes", CaseFormat.Count(inventory.Volumes.Count(v => v.Store.Name == store.Name)))
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
        _ => era,
    };

    private static string RoleInWords(LayerRole role) => role switch
    {
        LayerRole.Image => "of images",
        LayerRole.Container => "of containers",
        LayerRole.ContainerInit => "init layers of containers",
        LayerRole.Removing => "left by an interrupted removal",
        _ => "referred to by nothing",
    };

    private static string Count<T>(IEnumerable<T> all, Func<T, string> kind)
    {
        List<string> kinds = [.. all.Select(kind)];
        IEnumerable<string> parts = kinds.GroupBy(k => k, StringComparer.Ordinal).OrderByDescending(g => g.Count()).ThenBy(g => g.Key, StringComparer.Ordinal)
            .Take(ReportLimits.NamesInLine).Select(g => CaseFormat.Count(g.Count()) + " " + g.Key);
        return kinds.Count == 0 ? "0" : CaseFormat.Count(kinds.Count) + ": " + string.Join(", ", parts);
    }
}
