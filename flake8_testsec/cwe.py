"""Numbers and titles of the Common Weakness Enumeration, as far as the rules name them."""

from __future__ import annotations

VERSION = "4.19"
"""Of the list that the titles are from."""

TITLES = {
    22: "Improper Limitation of a Pathname to a Restricted Directory ('Path Traversal')",
    78: "Improper Neutralization of Special Elements used in an OS Command ('OS Command Injection')",
    95: "Improper Neutralization of Directives in Dynamically Evaluated Code ('Eval Injection')",
    200: "Exposure of Sensitive Information to an Unauthorized Actor",
    209: "Generation of Error Message Containing Sensitive Information",
    215: "Insertion of Sensitive Information Into Debugging Code",
    252: "Unchecked Return Value",
    259: "Use of Hard-coded Password",
    287: "Improper Authentication",
    295: "Improper Certificate Validation",
    306: "Missing Authentication for Critical Function",
    312: "Cleartext Storage of Sensitive Information",
    321: "Use of Hard-coded Cryptographic Key",
    322: "Key Exchange without Entity Authentication",
    377: "Insecure Temporary File",
    379: "Creation of Temporary File in Directory with Insecure Permissions",
    390: "Detection of Error Condition Without Action",
    396: "Declaration of Catch for Generic Exception",
    427: "Uncontrolled Search Path Element",
    459: "Incomplete Cleanup",
    482: "Comparing instead of Assigning",
    489: "Active Debug Code",
    494: "Download of Code Without Integrity Check",
    502: "Deserialization of Untrusted Data",
    522: "Insufficiently Protected Credentials",
    526: "Cleartext Storage of Sensitive Information in an Environment Variable",
    532: "Insertion of Sensitive Information into Log File",
    540: "Inclusion of Sensitive Information in Source Code",
    546: "Suspicious Comment",
    561: "Dead Code",
    571: "Expression is Always True",
    732: "Incorrect Permission Assignment for Critical Resource",
    754: "Improper Check for Unusual or Exceptional Conditions",
    772: "Missing Release of Resource after Effective Lifetime",
    798: "Use of Hard-coded Credentials",
    835: "Loop with Unreachable Exit Condition ('Infinite Loop')",
    1059: "Insufficient Technical Documentation",
    1069: "Empty Exception Block",
    1088: "Synchronous Access of Remote Resource without Timeout",
    1164: "Irrelevant Code",
    1188: "Initialization of a Resource with an Insecure Default",
    1327: "Binding to an Unrestricted IP Address",
    1392: "Use of Default Credentials",
}
"""The titles by number (CWE list, version 4.19)."""
