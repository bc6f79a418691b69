namespace StoreForensics.Reports.Documents.Content;

/// <summary>Names of the main sections, which are their anchors.</summary>
internal static class Sections
{
    public const string Summary = "summary";
    public const string Chronology = "chronology";
    public const string Charts = "charts";
    public const string Evidence = "evidence";
    public const string Stores = "stores";
    public const string Layout = "layout";
    public const string Host = "host";
    public const string Images = "images";
    public const string Containers = "containers";
    public const string Builds = "builds";
    public const string Swarm = "swarm";
    public const string Volumes = "volumes";
    public const string Networks = "networks";
    public const string Leftovers = "leftovers";
    public const string Removed = "removed";
    public const string Timeline = "timeline";
    public const string Verification = "verification";
    public const string Clocks = "clocks";
    public const string Findings = "findings";
    public const string Next = "next";
    public const string Exhibits = "exhibits";
    public const string Indicators = "indicators";
    public const string Problems = "problems";
    public const string Method = "method";
    public const string Glossary = "glossary";

    /// <summary>Those that follow the summary and the contents, in their usual order; a house style may leave some out or order them otherwise.</summary>
    public static readonly IReadOnlyList<string> All =
    [
        Chronology, Exhibits, Findings, Indicators, Charts, Evidence, Stores, Host, Images, Containers, Builds, Swarm, Volumes, Networks, Leftovers, Removed,
            Verification, Clocks, Timeline, Layout, Method, Glossary, Problems,
    ];
}
