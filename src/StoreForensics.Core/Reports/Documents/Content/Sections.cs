namespace StoreForensics.Reports.Documents.Content;

/// <summary>Anchors of the main sections.</summary>
internal static class Sections
{
    public const string Summary = "summary";
    public const string Chronology = "chronology";
    public const string Charts = "charts";
    public const string Evidence = "evidence";
    public const string Stores = "stores";
    public const string Host = "host";
    public const string Images = "images";
    public const string Containers = "containers";
    public const string Volumes = "volumes";
    public const string Networks = "networks";
    public const string Leftovers = "leftovers";
    public const string Timeline = "timeline";
    public const string Verification = "verification";
    public const string Clocks = "clocks";
    public const string Findings = "findings";
    public const string Next = "next";
    public const string Problems = "problems";
    public const string Method = "method";
    public const string Glossary = "glossary";
}
