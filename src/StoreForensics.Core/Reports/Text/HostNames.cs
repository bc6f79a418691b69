using StoreForensics.Cases;
using StoreForensics.Model;

namespace StoreForensics.Reports.Text;

/// <summary>What hosts call themselves, by the evidence that holds them.</summary>
internal sealed class HostNames
{
    private readonly Dictionary<string, string> _names = new(StringComparer.Ordinal);
    private readonly bool _areSeveral;

    public HostNames(Case subject)
    {
        _areSeveral = subject.Evidence.Count > 1;
        foreach (HostFacts host in subject.Inventory.Hosts)
        {
            // The first host that has a name speaks for its evidence.
            if (host.Hostname is { } name)
                _names.TryAdd(host.Root.Evidence, name.ToString());
        }
    }

    /// <summary>The host's own name, else the evidence's.</summary>
    public string Of(string evidence) => _names.GetValueOrDefault(evidence, evidence);

    /// <summary>The host's own name; where it tells none, the evidence's if a case has several, so that hosts are told apart; else null.</summary>
    public string? IfKnown(string evidence) => _names.TryGetValue(evidence, out string? name) ? name : _areSeveral ? evidence : null;
}
