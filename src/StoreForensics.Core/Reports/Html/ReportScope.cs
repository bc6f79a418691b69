using StoreForensics.Cases;
using StoreForensics.Model;
using StoreForensics.Reports.Text;

namespace StoreForensics.Reports.Html;

/// <summary>What every part of one report needs: the case, how its times read, where its objects stand, which changes were already shown.</summary>
internal sealed class ReportScope
{
    public ReportScope(Case subject, HtmlReportWriter options)
    {
        Case = subject;
        Secrets = new SecretMask(options.ShowSecrets);
        MaxSteps = options.MaxSteps;
        Time = new ReportTime(subject.Details.TimeZone);
        Anchors = new Anchors(subject.Inventory);
        Changes = new ChangeLists(Time, options.ChangesOfLayer, options.ChangesOfContainer, options.MaxChangesPerLayer);
        ContainersByImage = subject.Inventory.Containers.Where(c => c.Image is not null).ToLookup(c => c.Image!);
    }

    public Case Case { get; }

    public SecretMask Secrets { get; }

    /// <summary>Most build steps in the whole page.</summary>
    public int MaxSteps { get; }

    public ReportTime Time { get; }

    public Anchors Anchors { get; }

    public ChangeLists Changes { get; }

    public ILookup<Image, Container> ContainersByImage { get; }

    /// <summary>Facts to be filled.</summary>
    public FactList Facts() => new(this);
}
