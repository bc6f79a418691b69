using StoreForensics.Model;
using StoreForensics.Model.Builds;
using StoreForensics.Model.Copies;
using StoreForensics.Primitives;

namespace StoreForensics.Findings.Rules.Builds;

/// <summary>Builds that failed, were called off, or have no end: nobody may have seen what they tried.</summary>
internal sealed class BuildEndRule : IInventoryRule
{
    private static readonly Rule s_failed = new("build-failed", "Build that failed", FindingConfidence.High, [],
        "Its log (builds EVIDENCE ID), and what the failed step tried.")
    {
        When = "A builder has the record of a build that failed or was canceled; low when an image of its name is there all the same.",
        Basis = ["the builder's record of the build, and its log where it is in the evidence"],
        Alternatives = ["a build like many on a developer's host"],
        Severities = [FindingSeverity.Info, FindingSeverity.Low],
    };
    private static readonly Rule s_unrecorded = new("build-unrecorded", "Build without a record", FindingConfidence.Medium, [],
        "Whether the host was cut off while it ran, and who may have removed its record (buildx history rm).")
    {
        When = "A client asked for a build of which no builder has a record, though the builder has records of older ones.",
        Basis = ["the client's reference to the build and its mtime; the builder's records of other builds"],
        Alternatives = ["a build that broke off before it began, or was asked of another builder"],
        Severities = [FindingSeverity.Info],
    };

    public IReadOnlyList<Rule> Rules => [s_failed, s_unrecorded];

    public void Look(Inventory inventory, FindingSink sink)
    {
        ILookup<string, Image> byName = inventory.Images.SelectMany(i => i.DisplayNames.Select(n => (Name: n, Image: i))).ToLookup(i => i.Name, i => i.Image);
        HashSet<Image> made = [.. inventory.Builds.SelectMany(b => b.Images)];
        foreach (BuildRecord build in inventory.Builds.Where(b => b.Error is not null))
            Failed(build, byName, made, sink);
        foreach (IGrouping<StoreInfo, BuildRecord> store in inventory.Builds.GroupBy(b => b.Store))
        {
            // Builders forget the oldest first: whatever is older than all they know says nothing.
            if (store.Where(b => b.IsRecorded).Min(b => b.Started) is not { } oldest)
                continue;
            // Where the copy lost times, that of the client's file is the copy's.
            if (inventory.CopyOf(store.Key.Root.Evidence).HasLost(CopyLoss.FileTimes))
                continue;
            foreach (BuildRecord build in store.Where(b => !b.IsRecorded && b.Client!.Modified > oldest))
                Unrecorded(build, inventory, sink);
        }
    }

    private static void Failed(BuildRecord build, ILookup<string, Image> byName, HashSet<Image> made, FindingSink sink)
    {
        string[] present = [.. BuildReferences.Names(build).Where(n => byName[n].Any(i =>
            i.Store.Root.Evidence == build.Store.Root.Evidence && !made.Contains(i)))];
        string step = build.Error!.Step is { } name ? $" in {DisplayText.Escape(name)}" : "";
        string there = present.Length == 0 ? "" : $" The image {DisplayText.Escape(present[0])} is there all the same, and no other recorded build made it.";
        string how = build.Error.IsCanceled ? "was canceled" : "failed";
        sink.Add(s_failed, present.Length == 0 ? FindingSeverity.Info : FindingSeverity.Low, BuildSubjects.Of(build),
            $"The build {build.Id} {how}{step}: {DisplayText.Escape(build.Error.Message)}.{there}", build.Origin, time: build.Completed ?? build.Started);
    }

    private static void Unrecorded(BuildRecord build, Inventory inventory, FindingSink sink)
    {
        // A step's record is counted as used when the step ends well.
        BuildCacheRecord? open = inventory.BuildCache.Where(r => r.Store == build.Store
            && r is { Type: "regular", SameAs: null, IsMutable: true, LastUsed: null } && r.Created >= build.Client!.Modified).MinBy(r => r.Created);
        string step = open is null ? "" : $" A step that did not end is in the cache since {open.Created}: {DisplayText.Escape(open.Description ?? open.Id)}"
            + (open.Layer is { } layer ? $" (layer {DisplayText.Escape(layer.Id)})." : ".");
        sink.Add(s_unrecorded, FindingSeverity.Info, BuildSubjects.Of(build),
            $"A client asked for the build {build.Id} of {DisplayText.Escape(build.Client!.Dockerfile ?? build.Client.Context ?? "an unknown context")}"
                + $"; the builder has older records, and none of it.{step}", build.Origin, happened: build.Client.Modified);
    }
}
